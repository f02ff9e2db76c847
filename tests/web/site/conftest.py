"""What every test of the site may ask for: a paired office, keys, and a shop in the window."""

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client

from klantkluis.messages import letters, link, published, wire
from klantkluis.messages.letters import Letter
from klantkluis.messages.outbox import Kind, OutboxRow, binding
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.site import guard, mail, outbox, pepper, window
from klantkluis.site.identity import identity
from klantkluis.site.shop.placed import placed
from klantkluis.vault.opening import open_sealed_to, public_bytes


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put the database of SQLite in a file, as at a site: threads cannot share one in memory."""
    if connection.vendor == "sqlite":
        settings = connection.settings_dict["TEST"]
        settings["NAME"] = str(tmp_path_factory.mktemp("database") / "site.sqlite3")


SHOP = published.ShopSettings(
    identity=published.Identity(
        name="Voorbeeld BV", street="Marktstraat", house_number="1", postcode="3511 AB",
        town="Utrecht", phone="030 123 4567", email="winkel@voorbeeld.example",
        coc_number="12345678", vat_number="NL000099998B57", iban="NL91ABNA0417164300",
        account_holder="Voorbeeld BV",
    ),
    name="Voorbeeld",
    shipping=(
        published.ShippingMethod(
            code="parcel", name={"nl": "Pakket", "en": "Parcel"}, countries=("NL", "BE", "DE"),
            steps=(
                published.ShippingStep(up_to_grams=2000, cents=495),
                published.ShippingStep(up_to_grams=23000, cents=795),
            ),
            days={"nl": "1-2 werkdagen", "en": "1-2 working days"},
        ),
        published.ShippingMethod(
            code="pick-up", name={"nl": "Ophalen", "en": "Pick up"}, countries=("NL",),
            steps=(published.ShippingStep(up_to_grams=10**9, cents=0),), pick_up=True,
        ),
    ),
    rates=tuple(
        published.Rate(
            country=country, category=category, rate_bp=rate, valid_from=date(2019, 1, 1)
        )
        for country, category, rate in (
            ("NL", "standard", 2100), ("NL", "reduced", 900), ("NL", "zero", 0),
            ("NL", "exempt", 0),
            ("BE", "standard", 2100), ("DE", "standard", 1900),
        )
    ),
    newsletter_wording=1,
    newsletter_text={"nl": "Ja, ik wil de nieuwsbrief ontvangen", "en": "Yes, send it to me"},
)  # fmt: skip


def a_product(sku: str = "0101", **parts: Any) -> published.ShownProduct:
    """Make a product for the window; say only what matters."""
    said: dict[str, Any] = {
        "sku": sku, "slug": f"plank-{sku}", "name": {"nl": f"Plank {sku}", "en": f"Shelf {sku}"},
        "description": {"nl": "Een plank van eiken.", "en": "A shelf of oak."},
        "categories": ("planken",), "vat_category": "standard", "weight_grams": 900, "stock": 5,
        "prices": (
            published.PriceStep(
                valid_from=date(2026, 1, 1), unit_price=Decimal("24.95"), basis="gross"
            ),
        ),
    }  # fmt: skip
    return published.ShownProduct(**(said | parts))


@dataclass
class Office:
    """An office that is paired with the site under test."""

    client: Client
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    seed: bytes = field(default_factory=lambda: os.urandom(32))
    number: int = 0

    def ask(self, verb: Verb, question: msgspec.Struct | None = None, **other: Any) -> Any:
        """Ask the site something with a good signature; give the answer, checked."""
        response = self.knock(verb, question, **other)
        assert response.status_code == 200, response.status_code
        text = link.answer_text(identity().site_id, self.number, 200, response.content)
        assert link.is_signed(identity().public, text, response[link.SIGNATURE_HEADER])
        return wire.read(wire.ANSWERS, verb, response.content)

    def knock(
        self, verb: Verb, question: msgspec.Struct | None = None, *, number: int | None = None,
        signature: str | None = None,
    ) -> Any:  # fmt: skip
        """Send a question as it is told to; give the raw response."""
        body = wire.write(wire.Nothing() if question is None else question)
        self.number = self.number + 1 if number is None else number
        text = link.request_text(identity().site_id, verb, self.number, body)
        return self.client.post(
            f"/office/{verb}", body, content_type="application/json",
            headers={
                link.NUMBER_HEADER: str(self.number),
                link.SIGNATURE_HEADER: signature or link.sign(self.key, text),
            },
        )  # fmt: skip

    def pair(self) -> None:
        """Pair with the site."""
        me = identity()
        public = self.key.public_key().public_bytes_raw()
        self.ask(Verb.PAIR, wire.Pair(public=public, proof=link.pairing_proof(me.secret, public)))

    def publish(self, *things: tuple[ThingKind, str, msgspec.Struct]) -> None:
        """Publish things."""
        self.ask(
            Verb.PUBLISH,
            wire.Publish(
                things=tuple(
                    wire.Thing(kind=kind, name=name, body=published.write(thing))
                    for kind, name, thing in things
                )
            ),
        )

    def take_away(self, kind: ThingKind, name: str) -> None:
        """Show something no longer."""
        self.ask(Verb.PUBLISH, wire.Publish(gone=((kind.value, name),)))

    def acknowledge(self) -> None:
        """Pull everything and confirm it, so that it is gone at the site."""
        last = self.ask(Verb.PULL, wire.Pull(after=0)).rows[-1].row()
        self.ask(Verb.ACK, wire.Ack(seq=last.seq, chain=last.chain))

    def intake_key(self, key_id: int = 1) -> published.IntakeKey:
        """Make an intake key of this office's seed, signed."""
        public = public_bytes(self.seed)
        text = link.key_text(identity().site_id, key_id, public, 2_000_000_000)
        return published.IntakeKey(
            key_id=key_id, public=base64.b64encode(public).decode(), not_after=2_000_000_000,
            signature=link.sign(self.key, text),
        )  # fmt: skip

    def read(self, row: OutboxRow) -> Letter:
        """Open a message as the vault of the office would."""
        info = binding(identity().site_id, row.kind, row.seq, row.key_id)
        return letters.read(row.kind, open_sealed_to(self.seed, row.sealed, info=info))

    def letters(self) -> list[tuple[Kind, Letter]]:
        """Open everything that waits in the outbox."""
        return [(Kind(row.kind), self.read(row)) for row in outbox.waiting(0, 1000)]


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    pepper.forget()
    window.forget()
    placed.forget()
    guard.forget()
    mail.kept.clear()
    yield
    pepper.forget()
    window.forget()


@pytest.fixture
def office(db: None) -> Office:
    """A paired office that brought a key and the pepper, and published a shop with a product."""
    it = Office(Client())
    it.pair()
    it.ask(Verb.PEPPER, wire.Pepper(pepper=os.urandom(32)))
    it.publish(
        (ThingKind.KEY, "1", it.intake_key()),
        (ThingKind.SHOP, "shop", SHOP),
        (
            ThingKind.PAGE,
            "terms",
            published.Page(
                name="terms",
                title={"nl": "Voorwaarden", "en": "Terms"},
                body={"nl": "Zo verkopen wij.", "en": "This is how we sell."},
                version="t1",
            ),
        ),
        (
            ThingKind.PAGE,
            "privacy",
            published.Page(
                name="privacy",
                title={"nl": "Privacyverklaring", "en": "Privacy statement"},
                body={"nl": "Wat wij bewaren.", "en": "What we keep."},
                version="p1",
            ),
        ),
        (
            ThingKind.CATEGORY,
            "planken",
            published.Category(slug="planken", name={"nl": "Planken", "en": "Shelves"}),
        ),
        (ThingKind.PRODUCT, "0101", a_product()),
    )
    return it


@pytest.fixture
def make_product() -> Callable[..., published.ShownProduct]:
    return a_product
