"""A customer of whom every room holds something, and somebody who only wrote a letter."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from klantkluis.billing.commands import file_paper, receive_payment
from klantkluis.billing.models import Payment
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import add_address, give_consent, note_contact, write_letter
from klantkluis.customers.letters import LetterWords
from klantkluis.customers.models import ConsentWording
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert
from klantkluis.privacy.access.package import (
    Package,
    PackageKind,
    identity_of_customer,
    make_package,
)
from klantkluis.sales.commands import file_delivery_note, refuse_quote
from klantkluis.sales.models import Delivery
from klantkluis.shop.models import ShopPost, SiteAccount
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.opening import public_bytes
from rooms.quoting import an_issued_quote
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice
from rooms.subscribing import a_subscription

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ELSEWHERE = {
    "label": "Werk", "name": "Els bij Timmer BV", "street": "Havenweg", "house_number": "9",
    "postcode": "1000 AA", "town": "Elders", "country": "NL",
}  # fmt: skip
LETTER = LetterWords(
    subject="Uw krukje", salutation="Beste Els,", text="Het krukje is onderweg.", farewell="Groet,"
)


def a_full_customer(
    actor: Actor, sku: str = "STOEL", note: str = "Belde over kleur", **fields: str
) -> int:
    """Do with somebody what a business does in a year, and give the id of their row."""
    customer_id = a_customer(actor, **fields)
    product = a_product(actor, sku)
    invoice_id = a_sent_invoice(actor, [a_line(product, "2")], customer_id=customer_id)
    file_paper(invoice_id=invoice_id, actor=actor, made_at=NOON)
    delivery = Delivery.objects.latest("pk")
    file_delivery_note(delivery_id=delivery.pk, actor=actor, made_at=NOON)
    receive_payment(
        invoice_id=invoice_id, amount_cents=75_800, received_on=TODAY,
        method=Payment.Method.BANK, note="Bedankt!", actor=actor,
    )  # fmt: skip
    note_contact(customer_id=customer_id, text=note, means="phone", direction="in", actor=actor)
    add_address(customer_id=customer_id, fields=ELSEWHERE, actor=actor)
    write_letter(customer_id=customer_id, words=LETTER, actor=actor, today=TODAY, made_at=NOON)
    quote_id = an_issued_quote(actor, a_line(product), customer_id=customer_id)
    refuse_quote(quote_id=quote_id, reason="Te duur", refused_on=TODAY, actor=actor)
    a_subscription(actor, customer_id)
    ConsentWording.objects.get_or_create(
        version=1, language="nl", defaults={"text": "Ja, stuur mij nieuws", "valid_from": TODAY}
    )
    give_consent(
        customer_id=customer_id, evidence="Zei het aan de balie", at=NOON,
        channel=Channel.OFFICE, actor=actor, today=TODAY,
    )  # fmt: skip
    an_account(customer_id)
    return customer_id


def an_account(customer_id: int, seed: bytes = bytes(32)) -> SiteAccount:
    """Let somebody have an account in the shop, whose password opens this seed."""
    return SiteAccount.objects.create(
        uid=uuid4(), customer_id=customer_id, public=public_bytes(seed), rev=1, registered_at=NOON
    )


def a_letter_of_nobody(actor: Actor, text: str = "Wat weet u van mij?") -> UUID:
    """Put a letter of somebody unknown in the post; give the uid of its writer."""
    row = ShopPost(
        kind="access", received_at=NOON, language="nl", mailed=True, due_on=date(2026, 12, 21)
    )
    row.subject = row.uid
    fields = {"first_name": "Noor", "surname": "Onbekend", "email": "noor@example.nl", "text": text}
    SHOP_POST.seal_new(actor.vault, [(row, fields)])
    insert(row)
    return row.uid


def a_package(
    actor: Actor, customer_id: int, kind: PackageKind = PackageKind.ACCESS, language: str = "nl",
    **more: object,
) -> Package:  # fmt: skip
    """Make the package of a customer."""
    identity = identity_of_customer(customer_id)
    assert identity is not None
    return make_package(
        identity=identity, kind=kind, language=language, vault=actor.vault, made_at=NOON, **more
    )  # type: ignore[arg-type]
