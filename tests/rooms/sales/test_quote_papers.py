"""The paper of a quote: what it says, and that an issued one stays what it was."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from klantkluis.customers.commands import change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.sales.commands import QuoteNotIssued, QuoteUnknown, file_quote
from klantkluis.sales.models import QuotePaper, QuoteVersion
from klantkluis.sales.quotes.queries import quote_paper_of
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked
from rooms.quoting import a_quote, an_issued_quote
from rooms.story import a_customer, a_line, a_product

pytestmark = pytest.mark.usefixtures("our_company")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def filed(owner: Actor, quote_id: int) -> bytes:
    version = QuoteVersion.objects.get(quote=quote_id)
    file_quote(version_id=version.pk, actor=owner, made_at=NOON)
    found = quote_paper_of(quote_id=quote_id, version=1, vault=owner.vault)
    assert found is not None
    return found[1]


@pytest.fixture
def issued(owner: Actor) -> int:
    options = a_line(a_product(owner)), a_line(a_product(owner, sku="TAFEL"), price="99")
    return an_issued_quote(owner, *options, optional={2}, discount_bp=1000)


def test_a_quote_says_what_it_costs_without_what_is_optional(owner: Actor, issued: int) -> None:
    pages = PdfReader(BytesIO(filed(owner, issued))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for expected in (
        "Els van der Jansen", "Artikel STOEL", "Artikel TAFEL", "341,10", "PO 7", "Opties",
        "20 december 2026", "Dank voor uw aanvraag.", "Tot ziens.", "Bellen", "Handtekening",
    ):  # fmt: skip
        assert expected in words, expected
    assert "440,10" not in words


def test_a_copy_is_byte_identical_whatever_changed_since(owner: Actor, issued: int) -> None:
    first = filed(owner, issued)
    change_company(fields={"name": "Andere naam"}, actor=owner)
    customer = Customer.objects.get()
    change_customer(
        customer_id=customer.pk, rev=customer.rev, fields={"surname": "Pietersen"},
        language="en", payment_term_days=8, actor=owner,
    )  # fmt: skip
    assert filed(owner, issued) == first
    assert QuotePaper.objects.count() == 1


def test_nothing_of_the_paper_lies_in_clear_or_is_ever_another(owner: Actor, issued: int) -> None:
    filed(owner, issued)
    row = QuotePaper.objects.get()
    assert b"%PDF" not in bytes(row.contents)
    assert b"Jansen" not in bytes(row.contents) + bytes(row.sealed)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuotePaper.objects.update(contents=b"another")


def test_only_what_was_issued_has_a_paper_and_only_with_the_vault(
    owner: Actor, issued: int
) -> None:
    draft = a_quote(owner, a_line(a_product(owner, sku="B")), customer_id=a_customer(owner))
    with pytest.raises(QuoteNotIssued):
        filed(owner, draft)
    with pytest.raises(QuoteUnknown):
        file_quote(version_id=999, actor=owner, made_at=NOON)
    with pytest.raises(VaultLocked):
        filed(replace(owner, vault=LockedVault()), issued)
    assert quote_paper_of(quote_id=draft, version=1, vault=owner.vault) is None
