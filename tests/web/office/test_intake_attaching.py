"""A letter of somebody whom nobody knew is put with its writer, and leads to what it asks for."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.customers.models import ContactNote, Customer
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import deliver
from klantkluis.sales.models import Return
from klantkluis.shop.commands.attaching import attach_post
from klantkluis.shop.commands.deciding import DecidedAlready
from klantkluis.shop.invariants import broken
from klantkluis.shop.models import ShopPost
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.purposes import Purpose
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ZWART = {
    "first_name": "Pim", "surname": "Zwart", "email": "pim@voorbeeld.example",
    "text": "Is er nog eiken?",
}  # fmt: skip


def a_letter(owner: Actor, kind: str = "question", **said: object) -> ShopPost:
    row = ShopPost(kind=kind, received_at=AT, language="en")
    row.subject = row.uid
    row.order_id = said.pop("order_id", None)
    SHOP_POST.seal_new(owner.vault, [(row, {**ZWART, **said})])
    row.save(force_insert=True)
    return row


def page(client: Client, path: str, **sent: object) -> str:
    answer = client.post(path, sent) if sent else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_letter_goes_to_a_customer_who_was_searched_and_confirmed(
    as_owner: Client, owner: Actor, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row, pk = a_letter(owner), a_customer(owner)
    path = f"/shop-post/{row.pk}/writer/"
    assert f"{path}" in page(as_owner, f"/shop-post/{row.pk}/")
    found = page(as_owner, path, customer_terms="Jansen", find_customer="1")
    assert f'name="choose" value="{pk}"' in found
    confirm = page(as_owner, path, choose=pk)
    assert 'name="attach"' in confirm
    assert "Jansen" in confirm
    answer = as_owner.post(path, {"attach": pk})
    assert answer.status_code == 302
    row.refresh_from_db()
    customer = Customer.objects.get(pk=pk)
    assert (row.customer_id, row.subject, row.rev) == (pk, customer.uid, 2)
    assert SHOP_POST.open_one(owner.vault, Purpose.CONTACT, row)["text"] == "Is er nog eiken?"
    assert ContactNote.objects.get().customer_id == pk
    assert list(broken()) == []


def test_who_looks_like_the_writer_is_offered_at_once(
    as_owner: Client, owner: Actor, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pk = a_customer(owner, email="pim@voorbeeld.example", surname="Zwart")
    row = a_letter(owner)
    shown = page(as_owner, f"/shop-post/{row.pk}/writer/")
    assert f'name="choose" value="{pk}"' in shown


def test_a_new_customer_is_made_of_a_letter(as_owner: Client, owner: Actor) -> None:
    row = a_letter(owner)
    path = f"/shop-post/{row.pk}/writer/"
    shown = page(as_owner, path)
    assert 'value="Zwart"' in shown
    assert 'value="pim@voorbeeld.example"' in shown
    said = {**ZWART, "language": "en", "payment_term_days": "14", "country": "NL"}
    answer = as_owner.post(path, {**said, "register": "1"})
    assert answer.status_code == 302
    row.refresh_from_db()
    customer = Customer.objects.get()
    assert (row.customer_id, customer.language) == (customer.pk, "en")


def test_a_letter_that_lies_with_somebody_goes_to_nobody_else(
    as_owner: Client, owner: Actor
) -> None:
    row, first = a_letter(owner), a_customer(owner)
    other = a_customer(owner, surname="Ander")
    attach_post(post_id=row.pk, customer_id=first, actor=owner)
    with pytest.raises(DecidedAlready):
        attach_post(post_id=row.pk, customer_id=other, actor=owner)
    assert ContactNote.objects.count() == 1
    assert "already" in page(as_owner, f"/shop-post/{row.pk}/writer/")


def test_a_locked_vault_and_who_packs_attach_nothing(
    as_locked_owner: Client, browser_of, owner: Actor
) -> None:
    row, pk = a_letter(owner), a_customer(owner)
    path = f"/shop-post/{row.pk}/writer/"
    assert as_locked_owner.post(path, {"attach": pk}).status_code != 302
    packer = browser_of(Role.WAREHOUSE, unlocked=True)
    assert packer.get(path).status_code == 403
    row.refresh_from_db()
    assert row.customer_id is None


def test_a_letter_that_is_not_there_is_no_page(as_owner: Client, as_stranger: Client) -> None:
    assert as_owner.get("/shop-post/99/writer/").status_code == 404
    assert as_stranger.get("/shop-post/99/writer/").status_code == 302


def test_a_quote_begins_with_what_was_asked_for(as_owner: Client, owner: Actor) -> None:
    a_product(owner, "STOEL")
    pk = a_customer(owner)
    row = a_letter(owner, "quote", lines=[["STOEL", 4]])
    draft = as_owner.get(f"/quotes/new/?letter={row.pk}&customer={pk}").context["draft"]
    first = draft.lines.forms[0]
    assert (first["product"].value(), Decimal(first["quantity"].value())) == ("STOEL", 4)
    assert draft.customer_id == pk
    unknown = page(as_owner, f"/quotes/new/?letter={row.pk}")
    assert 'value="Zwart"' in unknown
    plain = page(as_owner, f"/quotes/new/?letter={row.pk}9999")
    assert 'value="Zwart"' not in plain


def delivered(owner: Actor) -> int:
    order_id = an_order(owner, [a_line(a_product(owner), quantity="3")])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    return order_id


def test_a_withdrawal_of_an_order_begins_the_return_of_all_of_it(
    as_owner: Client, owner: Actor
) -> None:
    order_id = delivered(owner)
    row = a_letter(owner, "withdrawal", order_id=order_id, text="")
    path = f"/orders/{order_id}/returns/new/?letter={row.pk}"
    assert f"?letter={row.pk}" in page(as_owner, f"/shop-post/{row.pk}/")
    answer = as_owner.get(path)
    form = answer.context["form"]
    (rows,) = form.rows
    assert Decimal(rows[1].value()) == 3
    assert form["reason"].value() == "changed_mind"
    assert form["announced_on"].value() == TODAY
    assert Return.objects.count() == 0


def test_a_withdrawal_of_some_goods_leaves_the_quantities_to_a_person(
    as_owner: Client, owner: Actor
) -> None:
    order_id = delivered(owner)
    row = a_letter(owner, "withdrawal", order_id=order_id, goods="Een van de stoelen")
    form = as_owner.get(f"/orders/{order_id}/returns/new/?letter={row.pk}").context["form"]
    assert form.rows[0][1].value() is None
    assert form["remarks"].value() == "Een van de stoelen"
    other = a_letter(owner, "withdrawal", order_id=None, goods="Iets")
    form = as_owner.get(f"/orders/{order_id}/returns/new/?letter={other.pk}").context["form"]
    assert not form["remarks"].value()


def test_a_writer_is_answered_at_the_address_that_they_gave(
    as_owner: Client, browser_of, owner: Actor
) -> None:
    row = a_letter(owner, phone="06 12345678")
    shown = page(as_owner, f"/shop-post/{row.pk}/")
    assert 'href="mailto:pim@voorbeeld.example"' in shown
    assert 'href="tel:0612345678"' in shown
    assert "mailto:" not in page(browser_of(Role.SALES), f"/shop-post/{row.pk}/")
