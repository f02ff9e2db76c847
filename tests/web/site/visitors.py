"""A visitor who registers and logs in, for the tests of the site."""

import re
from typing import Any

from django.test import Client

from klantkluis.messages.outbox import Kind
from klantkluis.site import mail

EMAIL, PASSWORD = "jet.zwart@winkelpost.example.org", "vier paarse fietsbellen"
PERSON = {
    "first_name": "Jet", "surname": "van der Zwart", "street": "Kerkstraat",
    "house_number": "12", "house_number_addition": "a", "postcode": "3511 ab", "town": "Utrecht",
    "country": "NL",
}  # fmt: skip


def link_in(text: str) -> str:
    """Give the path of the first link in a mail."""
    found = re.search(r"https?://[^/]+(/\S+)", text)
    assert found is not None
    return found[1]


def register(client: Client, email: str = EMAIL, **parts: str) -> None:
    """Register through the pages and the mail."""
    client.post("/account/register/", {"email": email})
    on = link_in(mail.kept[-1].text)
    answer = client.post(on, {**PERSON, "password": PASSWORD, **parts})
    assert answer.status_code == 302, answer.content.decode()


def log_in(client: Client, password: str = PASSWORD, email: str = EMAIL) -> Any:
    """Log in through the page."""
    return client.post("/account/log-in/", {"email": email, "password": password})


def kinds(office: Any) -> list[Kind]:
    """Give the kinds of the messages that wait for the office."""
    return [kind for kind, _letter in office.letters()]
