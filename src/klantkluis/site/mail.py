"""Mail that goes out within the request: handed to the mail server, or not sent at all.

Nothing is spooled: what a mail says is in memory only, and when the server does not take it the
page says so. Where mail goes stands in KLANTKLUIS_SITE_MAIL:
`smtps://name:password@host:465`, `smtp://name:password@host:587` (with STARTTLS), or
`smtp://127.0.0.1:25` on this machine. KLANTKLUIS_SITE_MAIL_FROM is the sender.
"""

import logging
import os
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from klantkluis.site.place import here

_LOGGER = logging.getLogger("klantkluis.site.mail")
SECONDS = 10
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NOWHERE = (".invalid", ".test", ".example")
"""Domains that nobody can have (RFC 6761): mail to them is not tried."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person; `headers` are added as they are."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    files: Sequence[File] = ()
    headers: Sequence[tuple[str, str]] = ()


kept: list[Mail] = []
"""In a demo nothing is mailed: the last mails are kept in memory, and a page shows them."""
MOST_KEPT = 50


def send(mail: Mail) -> bool:
    """Hand a mail to the mail server; false when it did not take it, or there is none."""
    if mail.to.rpartition("@")[2].lower().endswith(NOWHERE):
        return False
    where = os.environ.get("KLANTKLUIS_SITE_MAIL", "")
    if not where:
        if here().plays:
            kept[:] = [*kept, mail][-MOST_KEPT:]
        return here().plays
    try:
        _hand_over(where, _message(mail))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # The words of a mail server like to repeat the address.
        _LOGGER.warning("a mail was not taken: %s", type(error).__name__)
        return False
    return True


def _message(mail: Mail) -> EmailMessage:
    """Write a mail; the library refuses a header that holds the end of a line."""
    sender = os.environ.get("KLANTKLUIS_SITE_MAIL_FROM", "")
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, _ascii(mail.to), mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers:
        message[name] = value
    message.set_content(mail.text)
    for file in mail.files:
        kind, _, detail = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=kind, subtype=detail, filename=file.name)
    return message


def _ascii(address: str) -> str:
    """Write the domain of an address as mail servers know it (RFC 5890)."""
    name, _at, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"


def _domain(sender: str) -> str:
    """Give the domain of the sender: the name of this machine is nobody's business."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _hand_over(where: str, message: EmailMessage) -> None:
    parts = urlsplit(where)
    host, me = parts.hostname or "", _domain(str(message["From"]))
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, local_hostname=me, timeout=SECONDS, context=context
        )
    elif parts.scheme == "smtp":
        server = smtplib.SMTP(host, parts.port or 587, local_hostname=me, timeout=SECONDS)
    else:
        raise ValueError("KLANTKLUIS_SITE_MAIL is neither smtp: nor smtps:")
    try:
        if parts.scheme == "smtp" and host not in LOOPBACK:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
        _say_goodbye(server)
    finally:
        server.close()


def _say_goodbye(server: smtplib.SMTP) -> None:
    """End the conversation; the mail was taken, whatever the server says now."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException) as error:
        _LOGGER.info("a mail server did not say goodbye: %s", type(error).__name__)
