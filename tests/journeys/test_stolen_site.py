"""A copy of the site's disk shows nobody: not before the office has pulled, and not after.

A real site runs as on the internet, with a mail server beside it. Many people register, order,
ask, withdraw and sign up over HTTP, each with values that stand nowhere else. Then every byte that
the site left anywhere is searched for these values in many writings: while it runs, when it was
stopped, and after the office has taken everything over.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from klantkluis.messages import wire
from klantkluis.messages.outbox import START, check_chain
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.office.bench.paging import free_port
from klantkluis.office.bench.site_running import (
    RunningSite,
    categories,
    goods,
    intake_key,
    running_site,
    the_shop,
)
from klantkluis.vault.opening import public_bytes
from support.fake_smtp import FakeSmtp, fake_smtp
from support.scanner import Scanner
from support.visitor import Visitor

pytestmark = pytest.mark.processes

PEOPLE = int(os.environ.get("STOLEN_SITE_PEOPLE", "12"))
"""How many people use the shop; each registers, orders, asks, withdraws and signs up."""
SHOP = msgspec.structs.replace(
    the_shop(),
    newsletter_wording=1,
    newsletter_text={"nl": "Ja, ik wil de nieuwsbrief ontvangen"},
)
LINK = re.compile(r"https?://\S+")
LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass
class Person:
    """Somebody whose every value stands nowhere else."""

    number: int
    values: list[str] = field(default_factory=list)

    def word(self, kind: str) -> str:
        """Give a word of a kind that only this person has."""
        n = self.number + 4001
        word = f"{kind}{''.join(LETTERS[n // 20**k % 20] for k in range(4))}zq"
        self.values.append(word)
        return word

    def told(self, value: str) -> str:
        """Give a value, and remember it."""
        self.values.append(value)
        return value


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[RunningSite, FakeSmtp]]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with fake_smtp() as server:
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL", f"smtp://127.0.0.1:{server.port}")
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL_FROM", "winkel@meetwinkel.nl")
        monkeypatch.setenv("KLANTKLUIS_SITE_UNGUARDED", "1")
        monkeypatch.setenv("TMPDIR", str(temporary))
        with (
            (tmp_path / "site.log").open("wb") as log,
            running_site(tmp_path, free_port(), log=log) as running,
        ):
            running.publish(
                [
                    (ThingKind.KEY, "1", intake_key(running, public_bytes(os.urandom(32)))),
                    (ThingKind.SHOP, "shop", SHOP),
                ]
            )
            running.publish(categories(3))
            running.publish(goods(30, 3))
            yield running, server


def link_in_last_mail(server: FakeSmtp) -> str:
    """Give the link of the newest mail, without the place of the site."""
    body = server.mails[-1].get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None
    return "/" + found.group().split("/", 3)[3].rstrip(".>)")


def use_everything(site: RunningSite, server: FakeSmtp, person: Person) -> None:
    """Register, log in, order, ask, withdraw, sign up: with values of this person alone."""
    visitor = Visitor(f"http://127.0.0.1:{site.port}")
    email = person.told(f"{person.word('vogel').lower()}@{person.word('mail').lower()}.nl")
    who = {
        "first_name": person.word("Jet"), "surname": person.word("Kwetter"),
        "street": person.word("Tsjilpweg"), "house_number": "12", "postcode": "3511 AB",
        "town": person.word("Vogeldorp"), "country": "NL",
    }  # fmt: skip
    password = person.told(f"wacht {person.word('woord')} lang")
    visitor.get("/account/register/")
    visitor.send({"email": email})
    visitor.get(link_in_last_mail(server))
    visitor.send({**who, "password": password, "password_again": password})
    visitor.get("/account/")
    assert who["surname"] in visitor.page.text_content(), visitor.page.text_content()[:500]
    visitor.get(f"/products/plank-{person.number % 30 // 2 * 2 + 1:05d}/")
    visitor.send({"quantity": "1"}, "/cart/add/")
    visitor.get("/checkout/")
    order = {
        **who, "who": "consumer", "email": email, "phone": "", "shipping": "parcel",
        "payment": "transfer", "remarks": person.word("Opmerking"),
    }  # fmt: skip
    visitor.send(order, "/checkout/")
    visitor.send({}, "/checkout/order/")
    assert "W-" in visitor.page.text_content(), visitor.page.text_content()[:800]
    asked = {"name": f"{who['first_name']} {who['surname']}", "email": email}
    visitor.get("/contact/")
    visitor.send({**asked, "text": person.word("Vraag")})
    visitor.get("/withdraw/")
    visitor.send({**asked, "order": person.word("W-"), "goods": person.word("Spullen")})
    visitor.send({})
    visitor.get("/newsletter/")
    visitor.send({"email": person.told(f"nb.{email}"), "yes": "on"})
    visitor.get(link_in_last_mail(server))
    visitor.send({})


def test_no_byte_of_the_site_tells_of_anybody(site, tmp_path):
    running, server = site
    people = [Person(number) for number in range(PEOPLE)]
    for person in people:
        use_everything(running, server, person)
    values = [value for person in people for value in person.values]
    state = running.ask(Verb.STATE, wire.Nothing())
    assert state.last_seq == 5 * PEOPLE, "registration, order, question, withdrawal, sign-up"
    scanner = Scanner([*values, *(value[::-1] for value in values)])
    # The disk as it is taken from the running machine, before the office has pulled.
    shutil.copytree(tmp_path / "site", tmp_path / "copy")
    found, read = scanner.in_directory(tmp_path)
    assert found == []
    assert read > 100_000
    pull_everything(running)
    found, _read = scanner.in_directory(tmp_path)
    assert found == []


def pull_everything(site: RunningSite) -> None:
    """Take everything over as the office does, and let the site delete it."""
    seq, chain = 0, START
    while (answer := site.ask(Verb.PULL, wire.Pull(after=seq))).rows:
        seq, chain = check_chain([row.row() for row in answer.rows], seq=seq, chain=chain)
        site.ask(Verb.ACK, wire.Ack(seq=seq, chain=chain))


def test_what_was_pulled_leaves_no_sealed_byte_behind(site, tmp_path):
    running, server = site
    use_everything(running, server, Person(9001))
    rows = running.ask(Verb.PULL, wire.Pull(after=0)).rows
    pull_everything(running)
    running.stop()
    parts = [row.sealed[place : place + 48] for row in rows for place in (0, 600, 1200)]
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(part in data for part in parts if len(part) == 48), path.name
