"""The salt of a commitment is random, and must never look like what the vault refuses."""

from hypothesis import example, given
from hypothesis import strategies as st

from klantkluis.billing.models import Invoice, InvoiceSnapshot
from klantkluis.billing.snapshots import salt_bytes, salt_text
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Company
from klantkluis.vault.formats import canonical
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.scanner import refuse_forbidden
from klantkluis.vault.sealing import commitment
from rooms.story import a_sent_invoice


@given(salt=st.binary(min_size=32, max_size=32))
@example(salt=bytes.fromhex("a" * 7 + "111222333b02" + "c" * 45))  # a sole trader's number, in hex
def test_no_salt_is_refused_and_each_is_read_back(salt: bytes) -> None:
    refuse_forbidden({"salt": salt_text(salt)})
    assert salt_bytes(salt_text(salt)) == salt


def test_the_books_vouch_for_what_the_snapshot_says(owner: Actor, our_company: Company) -> None:
    invoice = Invoice.objects.get(pk=a_sent_invoice(owner))
    row = InvoiceSnapshot.objects.get(invoice=invoice)
    fields = SNAPSHOT.open_one(owner.vault, Purpose.FISCAL, row, reason="test")
    said = commitment(salt_bytes(fields["salt"]), canonical(fields["says"]))
    assert invoice.commitment is not None
    assert said == bytes(invoice.commitment)
