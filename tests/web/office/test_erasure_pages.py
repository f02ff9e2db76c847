"""The pages of erasures, and every other page when it is about somebody who was erased."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands import give_consent, register_customer, withdraw_consent
from klantkluis.customers.erasing import uid_of
from klantkluis.customers.models import Customer
from klantkluis.office.access.models import Staff
from klantkluis.office.privacy.carrying import carry_on, let_withdrawn_go
from klantkluis.privacy.models import ErasurePlan, ErasureSigning
from rooms.privacy.forgetting import NOW, forget
from rooms.privacy.history import EVERY_MARK, a_history
from rooms.privacy.keys import Keys
from rooms.story import TODAY, a_customer, a_sent_invoice
from support.paper_samples import text_of
from web.office.test_pages_say_who_may_see_them import PUBLIC, patterns
from web_door import VAULT_PASSWORD, give_slot, open_vault

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def signer(browser_of, in_process_vault) -> Client:
    """A browser of an owner who has a vault password of their own."""
    client = browser_of(Role.OWNER)
    assert isinstance(client.staff, Staff)
    give_slot(in_process_vault, client.staff)
    open_vault(client, in_process_vault, client.staff)
    return client


@pytest.fixture
def keys(in_process_vault) -> Keys:
    return Keys(in_process_vault)


def plan_for(client: Client, customer_id: int, asked_by: str = "person") -> ErasurePlan:
    answer = client.post(f"/erasures/customers/{customer_id}/", {"asked_by": asked_by})
    assert answer.status_code == 302, answer.content.decode()
    return ErasurePlan.objects.order_by("-pk")[0]


def sign(client: Client, plan: ErasurePlan, password: str = VAULT_PASSWORD):
    data = {"digest": plan.digest, "vault_password": password}
    return client.post(f"/erasures/{plan.pk}/signature/", data)


def test_a_plan_is_read_and_signed_and_carried_out_at_once(signer, owner):
    customer_id = a_history(owner).customer_id
    plan = plan_for(signer, customer_id)
    page = signer.get(f"/erasures/{plan.pk}/").content.decode()
    assert "Goes" in page
    assert "1 Jan 2034" in page
    assert "AWR art. 52(4)" in page
    answer = sign(signer, plan)
    assert answer.status_code == 302
    assert Customer.objects.get(pk=customer_id).state == "erased"
    page = signer.get(answer["Location"]).content.decode()
    assert "All records were looked through once more" in page
    assert "Erased" in signer.get("/erasures/?state=done").content.decode()


def test_who_signs_reads_whom_it_is_about_until_that_is_nobody(signer, owner):
    customer_id = a_customer(owner)
    name = "Jansen"
    assert name in signer.get(f"/erasures/customers/{customer_id}/").content.decode()
    plan = plan_for(signer, customer_id)
    for page in (f"/erasures/{plan.pk}/", "/erasures/"):
        assert name in signer.get(page).content.decode(), page
    sign(signer, plan)
    for page in (f"/erasures/{plan.pk}/", "/erasures/?state=done"):
        assert name not in signer.get(page).content.decode(), page


def test_a_form_that_is_sent_twice_signs_once_and_says_so(signer, owner):
    customer_id = a_customer(owner)
    plan = plan_for(signer, customer_id, "staff")
    assert sign(signer, plan).status_code == 302
    again = signer.get(sign(signer, plan)["Location"])
    assert "This plan was signed already" in again.content.decode()
    assert ErasureSigning.objects.filter(plan=plan).count() == 1
    assert signer.post(f"/erasures/{plan.pk}/undone/").status_code == 302
    assert signer.post(f"/erasures/{plan.pk}/undone/").status_code in {302, 409}
    assert Customer.objects.get(pk=customer_id).state == "active"


def test_a_wrong_password_signs_nothing(signer, owner):
    customer_id = a_customer(owner)
    plan = plan_for(signer, customer_id)
    answer = sign(signer, plan, "heel andere woorden hier")
    assert answer.status_code == 200
    assert "not the vault password" in answer.content.decode()
    assert Customer.objects.get(pk=customer_id).state == "active"


def test_what_we_want_ourselves_can_be_undone(signer, owner):
    customer_id = a_customer(owner)
    plan = plan_for(signer, customer_id, "staff")
    sign(signer, plan)
    assert Customer.objects.get(pk=customer_id).state == "active"
    assert "can be undone until then" in signer.get(f"/erasures/{plan.pk}/").content.decode()
    signer.post(f"/erasures/{plan.pk}/undone/")
    assert "Undone" in signer.get(f"/erasures/{plan.pk}/").content.decode()


def test_who_owes_us_something_is_forgotten_in_part_and_the_page_says_why(signer, owner):
    invoice_id = a_sent_invoice(owner)
    customer_id = Customer.objects.get().pk
    plan = plan_for(signer, customer_id)
    page = signer.get(f"/erasures/{plan.pk}/").content.decode()
    assert "has not been paid" in page
    assert "it is settled" in page
    sign(signer, plan)
    assert "The rest follows" in signer.get(f"/erasures/{plan.pk}/").content.decode()
    assert invoice_id


def test_a_plan_that_is_not_right_any_more_is_worked_out_anew(signer, owner):
    customer_id = a_customer(owner)
    plan = plan_for(signer, customer_id)
    a_sent_invoice(owner, customer_id=customer_id)
    assert "Make it anew" in sign(signer, plan).content.decode()
    answer = signer.post(f"/erasures/{plan.pk}/again/")
    assert answer["Location"] == f"/erasures/{plan.pk + 1}/"


def test_the_customer_page_leads_there_and_only_for_an_owner(signer, browser_of, owner):
    customer_id = a_customer(owner)
    link = f"/erasures/customers/{customer_id}/"
    assert link in signer.get(f"/customers/{customer_id}/").content.decode()
    sales = browser_of(Role.SALES, unlocked=True)
    assert link not in sales.get(f"/customers/{customer_id}/").content.decode()
    assert sales.get(link).status_code == 403
    assert sales.get("/erasures/").status_code == 403


def test_who_stopped_the_newsletter_waits_for_one_signature(signer, owner):
    customer_id = register_customer(fields={"surname": "Merel"}, actor=owner, today=TODAY)
    give_consent(customer_id=customer_id, evidence="formulier", at=NOW, today=TODAY,
                 channel=Channel.OFFICE, actor=owner)  # fmt: skip
    withdraw_consent(customer_id=customer_id, evidence="mail", at=NOW + timedelta(hours=1),
                     channel=Channel.OFFICE, actor=owner)  # fmt: skip
    assert let_withdrawn_go(timezone.now()) == 1
    assert "1 person stopped the newsletter" in signer.get("/erasures/").content.decode()
    assert "1 erasure waits for your signature" in signer.get("/").content.decode()
    answer = signer.post("/erasures/withdrawn/", {"vault_password": VAULT_PASSWORD})
    assert answer["Location"] == "/erasures/"
    assert carry_on(timezone.now() + timedelta(seconds=1)) == 1
    assert Customer.objects.get(pk=customer_id).state == "erased"
    assert "Nobody waits for this" in signer.get("/erasures/withdrawn/").content.decode()


def test_with_a_locked_vault_a_plan_is_read_and_not_signed(as_locked_owner, owner):
    plan = plan_for(as_locked_owner, a_customer(owner))
    page = as_locked_owner.get(f"/erasures/{plan.pk}/").content.decode()
    assert "Open the vault to sign this" in page
    assert "vault_password" not in page
    assert "Jansen" not in page


def arguments_of(history, customer_number: int) -> dict[str, list]:
    """Give for each name in an address the rows that are there."""
    found: dict[str, list] = {
        "customer_id": [history.customer_id], "number": [customer_number],
        "pk": [history.invoice_id], "plan_id": [1],
    }  # fmt: skip
    for name, label in {
        "order_id": "sales.Order", "invoice_id": "billing.Invoice", "quote_id": "sales.Quote",
        "delivery_id": "sales.Delivery", "return_id": "sales.Return",
        "subscription_id": "billing.Subscription", "credit_note_id": "billing.CreditNote",
        "product_id": "catalogue.Product", "n": "ledger.JournalEntry",
    }.items():  # fmt: skip
        model = apps.get_model(label)
        found[name] = list(model._default_manager.values_list("pk", flat=True))
    return found


def addresses(history) -> list[str]:
    """Give every address of the office that can be about this person."""
    number = Customer.objects.get(pk=history.customer_id).number
    known = arguments_of(history, number)
    found = []
    for name, page in patterns(get_resolver()):
        names = list(page.pattern.converters)
        if name in PUBLIC or not set(names) <= known.keys() or len(names) > 1:
            continue
        rows = known[names[0]] if names else [None]
        found += [reverse(name, kwargs={names[0]: row} if names else {}) for row in rows]
    return found


@pytest.mark.parametrize("unlocked", [True, False])
def test_every_page_opens_when_it_is_about_somebody_who_was_erased(
    browser_of, owner, keys, unlocked
):
    history = a_history(owner)
    forget(owner, history.customer_id, keys)
    client = browser_of(Role.OWNER, unlocked=unlocked)
    client.raise_request_exception = False
    wrong, told = {}, []
    for address in addresses(history):
        answer = client.get(address)
        body = answer.getvalue() if answer.streaming else answer.content
        if answer.status_code >= 500:
            wrong[address] = answer.status_code
        told += [(address, mark) for mark in EVERY_MARK if mark.encode() in body]
    assert wrong == {}
    assert told == []


def test_the_lists_say_which_customer_it_was(browser_of, owner, keys):
    history = a_history(owner)
    forget(owner, history.customer_id, keys)
    client = browser_of(Role.OWNER, unlocked=True)
    number = Customer.objects.get(pk=history.customer_id).number
    one_invoice, card = f"/invoices/{history.invoice_id}/", f"/customers/{history.customer_id}/"
    for address in ("/orders/", "/invoices/", "/deliveries/", one_invoice, card):
        page = client.get(address)
        assert f"erased customer {number}" in page.content.decode().lower(), address


def test_searching_finds_nobody(browser_of, owner, keys):
    history = a_history(owner)
    owner.vault.index([uid_of(history.customer_id)])
    assert [card.name for card in owner.vault.search("zwaluw").hits] == ["Els van der Zwaluwmerk"]
    forget(owner, history.customer_id, keys)
    assert owner.vault.search("zwaluw").hits == ()
    client = browser_of(Role.OWNER, unlocked=True)
    assert "Zwaluwmerk" not in client.post("/search/", {"terms": "zwaluw"}).content.decode()


def test_a_kept_invoice_opens_for_the_books_alone_and_with_a_reason(browser_of, owner, keys):
    history = a_history(owner)
    invoice = f"/invoices/{history.invoice_id}/"
    forget(owner, history.customer_id, keys)
    client = browser_of(Role.OWNER, unlocked=True)
    assert f"{invoice}archive/" in client.get(invoice).content.decode()
    refused = client.get(f"{invoice}paper.pdf", follow=True)
    assert refused.get("Content-Type") != "application/pdf"
    assert client.post(f"{invoice}archive/", {"reason": " "}).status_code == 200
    answer = client.post(f"{invoice}archive/", {"reason": "Vraag van de Belastingdienst"})
    assert answer["Content-Type"] == "application/pdf"
    assert "Zwaluwmerk" in text_of(answer.content)
    fiscal = browser_of(Role.FISCAL, unlocked=True)
    assert fiscal.post(f"{invoice}archive/", {"reason": "Controle"}).status_code == 200
    assert browser_of(Role.SALES, unlocked=True).get(f"{invoice}archive/").status_code == 403


def test_with_the_vault_shut_the_page_calls_a_customer_by_their_number(browser_of, owner):
    pk = a_customer(owner)
    Customer.objects.filter(pk=pk).update(number=4711)
    page = browser_of(Role.OWNER).get(f"/erasures/customers/{pk}/").content.decode()
    assert f'<a href="/customers/{pk}/">Customer 4711</a>' in page
