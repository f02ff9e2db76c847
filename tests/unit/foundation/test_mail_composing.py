"""A message is text and HTML, addressed to one, and nothing of a customer can bend its headers."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.foundation.mail.composing import (
    AddressNotUsable,
    Attachment,
    Sender,
    Words,
    ascii_address,
    compose,
    written,
)
from klantkluis.foundation.mail.wording import LANGUAGES, STANDARD, MailKind

UID = UUID("12345678123456781234567812345678")
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
OURS = Sender("Voorbeeld BV", "post@voorbeeld.nl")


PLAIN = Words("Factuur", "Beste Els")


def composed(words: Words = PLAIN, to: str = "els@example.nl"):  # type: ignore[no-untyped-def]
    raw = compose(
        words=words, language="nl", sender=OURS, recipient=to, uid=UID, at=AT,
        attachment=Attachment("2026-0001.pdf", b"%PDF-1.7 x"),
    )  # fmt: skip
    return raw, message_from_bytes(raw, policy=default)


def test_a_mail_has_what_it_needs_and_names_nobody_else() -> None:
    raw, mail = composed()
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Content-Language", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    assert mail["To"] == "els@example.nl"
    assert mail["From"] == "Voorbeeld BV <post@voorbeeld.nl>"
    assert mail["Message-ID"] == f"<{UID.hex}@voorbeeld.nl>"
    assert mail["Date"].datetime == AT
    assert mail.get_body(("plain",)).get_content().strip() == "Beste Els"
    assert "<p>Beste Els</p>" in mail.get_body(("html",)).get_content()
    (paper,) = mail.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == ("2026-0001.pdf", b"%PDF-1.7 x")
    assert raw.isascii()
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))


@given(st.text(max_size=200))
def test_no_value_adds_a_header_or_a_line(value: str) -> None:
    words = written(Words("Factuur voor {name}", "Beste {name},\n\nDag"), {"name": value})
    assert "\n" not in words.subject
    assert len(words.body.splitlines()) == 3
    _raw, mail = composed(words)
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Content-Language", "MIME-Version",
        "Content-Type",
    }  # fmt: skip


def test_a_name_is_no_html() -> None:
    _raw, mail = composed(written(Words("x", "{name}"), {"name": "<img src=//x> & co"}))
    assert "&lt;img src=//x&gt; &amp; co" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "address",
    ["", "els", "els@", "@x.nl", "els@x.nl\r\nBcc: a@b.nl", "els @x.nl", "a@b@c.nl", "élś@x.nl",
     "els@x.nl,jan@x.nl", "els@x..nl", "<els@x.nl>", '"els jansen"@x.nl'],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(AddressNotUsable):
        composed(to=address)


def test_a_domain_with_an_accent_is_written_as_servers_want_it() -> None:
    assert ascii_address("els@bücher.example") == "els@xn--bcher-kva.example"


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_words_of_each_mail_use_places_that_it_has(kind: MailKind, language: str) -> None:
    standard = STANDARD[kind]
    filled = written(standard.words[language], dict(standard.sample[language]))
    assert "{" not in filled.subject + filled.body
    assert "Voorbeeld BV" in filled.subject + filled.body
    assert set(standard.sample["nl"]) == set(standard.sample["en"])
