"""To be forgotten: what goes, what stays and until when, and that it comes to its end."""

from datetime import date, timedelta

import pytest

from klantkluis.billing.commands import receive_payment
from klantkluis.billing.models import InvoicePaper, InvoiceSnapshot, Payment
from klantkluis.billing.queries import invoice_card
from klantkluis.customers.commands import (
    change_customer,
    give_consent,
    merge_customers,
    note_contact,
)
from klantkluis.customers.commands.registering import CustomerErased
from klantkluis.customers.erasing import uid_of
from klantkluis.customers.models import Consent, ContactNote, Customer
from klantkluis.customers.queries import customer_card, customer_rows
from klantkluis.ledger.models import JournalEntry
from klantkluis.privacy import holds
from klantkluis.privacy.erasing.carrying import carry_out
from klantkluis.privacy.erasing.commands import (
    NothingToErase,
    PlanOutdated,
    TooLateToUndo,
    undo_erasure,
)
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.erasing.sweeping import finish_due
from klantkluis.privacy.models import ErasurePlan, ErasureReturn, ErasureStep, OpenErasure
from klantkluis.privacy.verdicts import Verdict, Why
from klantkluis.sales.models import Order, QuoteVersion
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased, VaultLocked
from rooms.privacy.forgetting import NOW, By, a_plan, a_signed_plan, forget
from rooms.quoting import an_issued_quote
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, all_broken

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
TOMORROW = NOW + timedelta(hours=25)


def a_paid_invoice(owner, customer_id):
    invoice_id = a_sent_invoice(owner, customer_id=customer_id)
    receive_payment(
        invoice_id=invoice_id, amount_cents=37_900, received_on=TODAY, method=Payment.Method.BANK,
        actor=owner,
    )  # fmt: skip
    return invoice_id


@pytest.fixture
def customer_id(owner, our_company):
    return a_customer(owner)


@pytest.fixture
def with_everything(owner, customer_id):
    """The person of facts §17(6): one paid invoice, one open quote, one tick for the newsletter."""
    a_paid_invoice(owner, customer_id)
    an_issued_quote(owner, a_line(a_product(owner, "TAFEL")), customer_id=customer_id)
    give_consent(customer_id=customer_id, evidence="aan de balie", at=NOW, channel=owner.channel,
                 actor=owner, today=TODAY)  # fmt: skip
    note_contact(customer_id=customer_id, text="Belde over de stoel", actor=owner,
                     means="phone", direction="in")  # fmt: skip
    return customer_id


def test_quote_tick_phone_and_mail_go_and_the_invoice_stays_with_law_and_date(
    owner, with_everything, keys
):
    before = list(JournalEntry.objects.order_by("n").values_list("n", "h"))
    worked_out = work_out(uid_of(with_everything), today=TODAY)
    kept = {(x.model, x.decision.until, x.decision.law) for x in worked_out.lines
            if x.decision.verdict is Verdict.KEEP}  # fmt: skip
    assert kept == {("billing.InvoiceSnapshot", date(2034, 1, 1), "AWR art. 52(4)")}
    forget(owner, with_everything, keys)
    customer = Customer.objects.get(pk=with_everything)
    assert (customer.state, bytes(customer.sealed)) == ("erased", b"")
    assert not Consent.objects.exists()
    assert not ContactNote.objects.exists()
    assert not QuoteVersion.objects.exists()
    assert bytes(Order.objects.get().sealed) == b""
    assert InvoiceSnapshot.objects.count() == 1
    assert list(JournalEntry.objects.order_by("n").values_list("n", "h")) == before
    assert all_broken() == []


def test_no_key_of_the_person_is_left(owner, with_everything, keys):
    from klantkluis.customers.stored import CUSTOMER

    row = Customer.objects.get(pk=with_everything)
    forget(owner, with_everything, keys)
    with pytest.raises(SubjectErased):
        CUSTOMER.open_one(owner.vault, Purpose.FILE, row)


def test_every_step_is_written_down_in_its_order(owner, with_everything, keys):
    plan_id = forget(owner, with_everything, keys)
    steps = list(ErasureStep.objects.filter(plan=plan_id).order_by("pk").values_list("step"))
    assert [step for (step,) in steps] == ["intent", "key", "rows", "disk", "proof", "done"]
    assert keys.finished == {uid_of(with_everything)}


def test_after_it_the_pages_say_which_customer_it_was(owner, with_everything, keys):
    forget(owner, with_everything, keys)
    number = Customer.objects.get(pk=with_everything).number
    rows = customer_rows(vault=owner.vault, ids=[with_everything])
    card = customer_card(customer_id=with_everything, vault=owner.vault)
    assert rows[with_everything].name == f"gewiste klant {number}" == card.name
    assert card.is_erased


def test_nothing_can_be_added_to_who_was_erased(owner, with_everything, keys):
    forget(owner, with_everything, keys)
    with pytest.raises(CustomerErased, match="gewist"):
        change_customer(customer_id=with_everything, rev=1, fields={}, language="nl",
                        payment_term_days=14, actor=owner)  # fmt: skip
    with pytest.raises(CustomerErased):
        a_sent_invoice(owner, [a_line(a_product(owner, "LAMP"))], customer_id=with_everything)


def test_what_is_there_twice_is_erased_under_every_key(owner, customer_id, keys):
    other = a_customer(owner, first_name="Elsje")
    a_paid_invoice(owner, other)
    merge_customers(keep_id=customer_id, duplicate_id=other, actor=owner)
    assert work_out(uid_of(other), today=TODAY).person == uid_of(customer_id)
    forget(owner, other, keys)
    assert set(Customer.objects.values_list("state", flat=True)) == {"erased"}
    assert keys.finished == {uid_of(customer_id), uid_of(other)}
    assert bytes(Order.objects.get().sealed) == b""
    assert all_broken() == []


def test_who_has_an_invoice_to_pay_keeps_what_the_claim_needs_and_loses_the_rest(
    owner, customer_id, keys
):
    invoice_id = a_sent_invoice(owner, customer_id=customer_id)
    give_consent(customer_id=customer_id, evidence="aan de balie", at=NOW, channel=owner.channel,
                 actor=owner, today=TODAY)  # fmt: skip
    plan_id = forget(owner, customer_id, keys)
    row = Customer.objects.get(pk=customer_id)
    assert (row.state, row.restricted) == ("active", True)
    assert not Consent.objects.exists()
    assert bytes(Order.objects.get().sealed)
    assert keys.removed
    assert list(ErasureStep.objects.filter(plan=plan_id).values_list("step", flat=True)) == [
        "intent", "part",
    ]  # fmt: skip
    receive_payment(
        invoice_id=invoice_id, amount_cents=37_900, received_on=TODAY, method=Payment.Method.BANK,
        actor=owner,
    )  # fmt: skip
    assert finish_due(LATER, keys) == 1
    assert Customer.objects.get(pk=customer_id).state == "erased"
    assert not OpenErasure.objects.exists()
    assert all_broken() == []


def test_new_business_since_the_signing_goes_back_to_who_signed(owner, customer_id, keys):
    plan_id = a_signed_plan(owner, uid_of(customer_id), keys)
    a_paid_invoice(owner, customer_id)
    assert carry_out(plan_id, keys=keys, today=TODAY, now=LATER) is False
    assert ErasureReturn.objects.filter(signing=plan_id).exists()
    assert Customer.objects.get(pk=customer_id).state == "active"
    assert not ErasureStep.objects.exists()


def test_what_staff_do_of_their_own_accord_can_be_undone_for_a_day(owner, customer_id, keys):
    plan_id = a_signed_plan(owner, uid_of(customer_id), keys, By.STAFF)
    assert finish_due(LATER, keys) == 0
    undo_erasure(plan_id=plan_id, actor=owner, now=LATER, vault=keys)
    assert uid_of(customer_id) not in keys.planned
    assert finish_due(TOMORROW, keys) == 0
    assert Customer.objects.get(pk=customer_id).state == "active"
    with pytest.raises(TooLateToUndo):
        undo_erasure(plan_id=plan_id, actor=owner, now=LATER, vault=keys)


def test_what_staff_do_of_their_own_accord_is_done_after_a_day(owner, customer_id, keys):
    a_signed_plan(owner, uid_of(customer_id), keys, By.STAFF)
    assert finish_due(TOMORROW, keys) == 1
    assert Customer.objects.get(pk=customer_id).state == "erased"


def test_what_was_asked_for_can_not_be_undone_once_it_began(owner, customer_id, keys):
    plan_id = forget(owner, customer_id, keys)
    with pytest.raises(TooLateToUndo):
        undo_erasure(plan_id=plan_id, actor=owner, now=LATER, vault=keys)


def test_a_locked_vault_lets_it_wait(owner, customer_id, keys):
    a_signed_plan(owner, uid_of(customer_id), keys)
    keys.is_locked = True
    with pytest.raises(VaultLocked):
        finish_due(LATER, keys)
    assert Customer.objects.get(pk=customer_id).state == "active"
    keys.is_locked = False
    assert finish_due(LATER, keys) == 1


def test_twice_comes_to_the_same_end(owner, with_everything, keys):
    plan_id = forget(owner, with_everything, keys)
    assert carry_out(plan_id, keys=keys, today=TODAY, now=LATER) is True
    assert finish_due(LATER, keys) == 0
    assert ErasureStep.objects.filter(plan=plan_id).count() == 6


def test_who_is_held_for_a_claim_loses_nothing(owner, with_everything, keys, monkeypatch):
    monkeypatch.setattr(holds, "HELD", [lambda uids: {uid_of(with_everything)} & set(uids)])
    worked_out = work_out(uid_of(with_everything), today=TODAY)
    assert {x.decision.why for x in worked_out.lines if x.decision.verdict is Verdict.KEEP} == {
        Why.HOLD
    }
    assert not [x for x in worked_out.lines if x.decision.verdict is Verdict.ERASE]
    forget(owner, with_everything, keys)
    assert Consent.objects.count() == 1


def test_a_plan_is_signed_as_it_was_read_or_not_at_all(owner, customer_id, keys):
    plan_id = a_plan(owner, uid_of(customer_id))
    from klantkluis.privacy.erasing.commands import sign_erasure

    with pytest.raises(PlanOutdated):
        sign_erasure(plan_id=plan_id, digest="other", actor=owner, today=TODAY, now=NOW,
                     vault=keys, grant=keys.grant)  # fmt: skip
    a_paid_invoice(owner, customer_id)
    digest = ErasurePlan.objects.get(pk=plan_id).digest
    with pytest.raises(PlanOutdated):
        sign_erasure(plan_id=plan_id, digest=digest, actor=owner, today=TODAY, now=NOW,
                     vault=keys, grant=keys.grant)  # fmt: skip


def test_of_who_was_erased_there_is_nothing_left_to_erase(owner, customer_id, keys):
    forget(owner, customer_id, keys)
    with pytest.raises(NothingToErase):
        a_plan(owner, uid_of(customer_id))


def test_the_invoice_still_opens(owner, with_everything, keys):
    invoice_id = InvoiceSnapshot.objects.get().invoice_id
    forget(owner, with_everything, keys)
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert card is not None
    assert InvoicePaper.objects.count() in {0, 1}
