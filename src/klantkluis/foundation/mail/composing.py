"""Making the message: text, the same as simple HTML, and what is attached. All in memory."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.mail import filled_in
from klantkluis.core.refusals import Refusal

MOST_SUBJECT = 200
_POLICY = SMTP.clone(cte_type="7bit")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")


class AddressNotUsable(Refusal):
    """No mail server takes it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text, with places to fill in."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along, a PDF mostly; its name holds the number of the document only."""

    name: str
    contents: bytes = field(repr=False)
    subtype: str = "pdf"


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says and to whom, opened for as long as it takes to send it."""

    address: str = field(repr=False)
    values: dict[str, str] = field(repr=False)
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Ourselves, as the reader sees us."""

    name: str
    address: str


def ascii_address(address: str) -> str:
    """Give an address as every server takes it: the domain in its ASCII form.

    Raises:
        AddressNotUsable: it is none, or its first part is not plain.
    """
    name, at, domain = address.strip().rpartition("@")
    try:
        plain = f"{name}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = ""
    if not _PLAIN_ADDRESS.fullmatch(plain):
        raise AddressNotUsable(_("No mail can be sent to this e-mail address. Look at it again."))
    return plain


def one_line(text: str) -> str:
    """Give a text that fits in one line, whatever was in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def written(words: Words, values: dict[str, str]) -> Words:
    """Fill in the places. A value is one line, so it can add none of its own."""
    clean = {name: one_line(value) for name, value in values.items()}
    subject = one_line(filled_in(words.subject, clean))[:MOST_SUBJECT]
    return Words(subject, filled_in(words.body, clean).replace("\r\n", "\n").strip())


def html_of(text: str, language: str) -> str:
    """Give the same text as HTML: paragraphs, and nothing that is fetched from anywhere."""
    paragraphs = (escape(part).replace("\n", "<br>\n") for part in re.split(r"\n{2,}", text))
    body = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;font-size:16px;line-height:1.5">\n{body}\n'
        "</body></html>\n"
    )


def compose(
    *,
    words: Words,
    language: str,
    sender: Sender,
    recipient: str,
    uid: UUID,
    at: datetime,
    attachment: Attachment | None = None,
) -> bytes:
    """Give the message as it goes over the line.

    Its id is made of the uid of the mail: whoever gets it twice can see that it is one. Headers
    name nobody but in From, To and Subject.

    Raises:
        AddressNotUsable: the message cannot be addressed.
    """
    ours = ascii_address(sender.address)
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = Address(one_line(sender.name), addr_spec=ours)
        message["To"] = Address(addr_spec=ascii_address(recipient))
    except (MessageError, ValueError, IndexError):
        raise AddressNotUsable(_("No mail can be sent to this e-mail address.")) from None
    message["Subject"] = one_line(words.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{uid.hex}@{ours.rpartition('@')[2]}>"
    message.set_content(f"{words.body}\n")
    message.add_alternative(html_of(words.body, language), subtype="html")
    if attachment is not None:
        message.add_attachment(
            attachment.contents,
            maintype="application",
            subtype=attachment.subtype,
            filename=attachment.name,
        )
    message["Content-Language"] = language
    return message.as_bytes()
