"""What had to stay of who was erased is read by nobody without a typed reason, on no way at all."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from klantkluis.billing.models import Invoice, OpenInvoice
from klantkluis.core.roles import Role
from klantkluis.customers.commands import announce_lift, permit_use
from klantkluis.customers.commands.restricting import RestrictionOfErasure
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.customers.restriction_rules import Permission, Told, Use
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.models import Staff
from klantkluis.privacy.models import ErasureStep
from klantkluis.sales.models import Order
from rooms.privacy.everything import a_full_customer
from rooms.privacy.forgetting import forget
from rooms.privacy.keys import Keys
from rooms.restricting import restricted_now
from rooms.story import a_line, a_product, a_sent_invoice
from web.office.kept import told
from web_door import staff_of


def actor_of(client: Client, owner: Actor) -> Actor:
    person = staff_of(client)
    return Actor(person.uid, person.roles, owner.channel, owner.vault)


def archive() -> str:
    """Give where the first invoice opens with a reason."""
    return reverse("billing:archive", args=[Invoice.objects.order_by("pk")[0].pk])


def look(client: Client, customer_id: int) -> str:
    return client.get(reverse("customers:customer", args=[customer_id])).content.decode()


def permit(use: Use, customer_id: int, actor: Actor) -> None:
    permit_use(
        customer_id=customer_id, use=use, permission=Permission.LAW, reason="Boekenonderzoek",
        actor=actor, at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "roles",
    [
        (Role.SALES, Role.BOOKKEEPER, Role.WAREHOUSE, Role.MARKETING),
        (Role.FISCAL,),
        (Role.FISCAL, Role.BOOKKEEPER),
        (Role.OWNER,),
    ],
    ids=["staff", "fiscal", "fiscal who keeps the books", "owner"],
)
def test_no_page_and_no_paper_tells_anything_without_a_reason(els, browser_of, roles):
    least = 8 if roles == (Role.FISCAL,) else 30
    assert told(browser_of(*roles, unlocked=True), els, least) == {}


def test_nobody_finds_them_by_anything_they_were(els, as_owner):
    for url, field in (("/search/", "terms"), ("/customers/", "q")):
        for typed in ("Jansen", "Ons Dorp", "els@example.nl"):
            shown = as_owner.post(url, {field: typed}).content.decode()
            assert "Els" not in shown.replace(typed, ""), (url, typed)


def test_pages_open_and_say_why_under_which_law_and_until_when(els, as_owner):
    shown = look(as_owner, els)
    assert "What had to stay" in shown
    assert "AWR art. 52(4)" in shown
    assert "1 Jan 2034" in shown or "2034" in shown
    assert "has not been paid" in shown
    order = as_owner.get(reverse("sales:order", args=[Order.objects.first().pk])).content.decode()
    assert "kept for the law alone" in order
    assert "Visible when the vault is open" not in order
    invoice = as_owner.get(
        reverse("billing:invoice", args=[Invoice.objects.order_by("pk")[0].pk])
    ).content.decode()
    assert "because of AWR art. 52(4)" in invoice
    assert archive() in invoice


def test_it_is_said_in_dutch_too(els, as_owner):
    Staff.objects.update(language="nl")
    shown = look(as_owner, els)
    assert "Wat moest blijven" in shown
    assert "art. 52 lid 4" in shown


def test_who_reads_for_the_law_looks_with_a_reason_and_a_colleague_still_does_not(
    els, browser_of, owner
):
    fiscal = browser_of(Role.FISCAL, unlocked=True)
    sales = browser_of(Role.SALES, unlocked=True)
    assert "Jansen" not in look(fiscal, els)
    permit(Use.LOOK, els, actor_of(fiscal, owner))
    assert "Jansen" in look(fiscal, els)
    assert "Jansen" not in look(sales, els)


def test_the_owner_looks_with_a_reason_too(els, as_owner, owner):
    permit(Use.LOOK, els, actor_of(as_owner, owner))
    order = as_owner.get(reverse("sales:order", args=[Order.objects.first().pk]))
    assert "Dorpsstraat" in order.content.decode()


def test_a_document_opens_from_the_archive_with_a_reason_only(els, browser_of):
    fiscal = browser_of(Role.FISCAL, unlocked=True)
    where = archive()
    assert "because of AWR" in fiscal.get(where).content.decode()
    assert fiscal.post(where, {"reason": ""})["Content-Type"].startswith("text/html")
    assert fiscal.post(where, {"reason": "Controle"})["Content-Type"] == "application/pdf"
    assert browser_of(Role.SALES, unlocked=True).get(where).status_code == 403


def test_what_the_owner_permits_goes_on_for_an_hour(els, browser_of, as_owner, owner):
    sales = browser_of(Role.SALES, Role.WAREHOUSE, unlocked=True)
    paper = reverse("sales:confirmation", args=[Order.objects.first().pk])
    assert sales.get(paper).status_code == 409
    permit(Use.BILLING, els, actor_of(as_owner, owner))
    assert sales.get(paper)["Content-Type"] == "application/pdf"


def test_nobody_lifts_what_an_erasure_left(els, owner, as_owner):
    row = Restriction.objects.get()
    with pytest.raises(RestrictionOfErasure):
        announce_lift(restriction_id=row.pk, how=Told.MAIL, actor=owner, at=timezone.now())
    shown = as_owner.get(reverse("customers:restrictions", args=[els])).content.decode()
    assert "nobody lifts it" in shown
    assert "restriction-told" not in shown


def test_who_was_restricted_before_is_kept_for_the_law_as_well(
    owner, our_company, in_process_vault
):
    customer_id = a_full_customer(owner)
    a_sent_invoice(owner, [a_line(a_product(owner, "KRUK"))], customer_id=customer_id)
    restricted_now(customer_id, owner)
    forget(owner, customer_id, Keys(in_process_vault))
    assert {row.cause for row in Restriction.objects.all()} == {"kept_by_law"}


def test_what_is_open_can_be_paid_or_credited_so_that_the_rest_can_go(els, browser_of):
    sales = browser_of(Role.SALES, unlocked=True)
    unpaid = OpenInvoice.objects.filter(invoice__customer=els)
    assert "has not been paid" in look(sales, els)
    for row in list(unpaid.select_related("invoice")):
        shown = sales.get(reverse("billing:invoice", args=[row.invoice_id])).content.decode()
        where = reverse("billing:payments", args=[row.invoice_id])
        assert where in shown
        assert reverse("billing:credit-invoice", args=[row.invoice_id]) in shown
        assert reverse("billing:paper", args=[row.invoice_id]) not in shown
        paid = {"amount": f"{row.open_cents / 100:.2f}", "paid_on": "2026-11-20", "method": "bank"}
        assert sales.post(where, paid | {"uid": str(uuid4())}).status_code == 302
    assert not unpaid.exists()
    assert "has not been paid" not in look(sales, els)


def test_the_card_offers_nothing_that_would_be_refused(els, as_owner):
    shown = look(as_owner, els)
    for offered in ("New order", "New quote", "Write a letter", "lift it", "Erase<"):
        assert offered not in shown, offered
    assert "Visible when the vault is open" not in shown


def test_the_plan_names_nobody_any_more(els, as_owner):
    plan = ErasureStep.objects.get(step="part").plan_id
    shown = as_owner.get(reverse("erasures:plan", args=[plan])).content.decode()
    assert re.search(r"<h1[^>]*>\s*Customer 1\s*</h1>", shown)
