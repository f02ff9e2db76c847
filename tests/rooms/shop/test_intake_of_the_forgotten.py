"""Who was forgotten and orders again is somebody new, also when the order was on its way."""

from uuid import uuid4

import pytest

from klantkluis.customers.models import Customer
from klantkluis.messages.outbox import Kind
from klantkluis.sales.models import Order
from klantkluis.shop.models import (
    AccountToForget,
    IntakeMessage,
    LookalikeFound,
    ShopPost,
    SiteAccount,
)
from klantkluis.shop.running import take_in_all
from rooms.privacy.forgetting import forget
from rooms.privacy.keys import Keys
from rooms.shop.conftest import a_question, now
from rooms.shop.test_intake_orders import AT, JAN, an_order
from rooms.story import all_broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(in_process_vault) -> Keys:
    return Keys(in_process_vault)


@pytest.fixture
def account(jan) -> SiteAccount:
    return SiteAccount.objects.create(
        uid=uuid4(), customer=jan, public=b"k" * 1216, rev=1, registered_at=AT
    )


def take_in(owner, capture) -> None:
    with capture(execute=True):
        take_in_all(owner, now)


def is_somebody_new(old: Customer) -> None:
    new = Customer.objects.exclude(pk=old.pk).get()
    assert new.state == "active"
    assert Customer.objects.get(pk=old.pk).state == "erased"
    assert Order.objects.get().customer_id == new.pk
    assert not LookalikeFound.objects.exists()
    assert all_broken() == []


def test_an_order_of_a_forgotten_account_is_of_somebody_new(
    account, round_, send, owner, keys, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        forget(owner, account.customer_id, keys)
    assert AccountToForget.objects.filter(uid=account.uid).exists()
    assert not SiteAccount.objects.exists()
    send(Kind.ORDER, an_order(account=account.uid))
    round_()
    take_in(owner, django_capture_on_commit_callbacks)
    is_somebody_new(account.customer)


def test_an_order_that_waits_while_its_person_is_forgotten_is_of_somebody_new(
    account, round_, send, owner, keys, django_capture_on_commit_callbacks
):
    send(Kind.ORDER, an_order(account=account.uid))
    round_()
    assert IntakeMessage.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget(owner, account.customer_id, keys)
    take_in(owner, django_capture_on_commit_callbacks)
    is_somebody_new(account.customer)


def test_an_order_that_came_in_first_keeps_what_it_needs(
    account, round_, send, owner, keys, django_capture_on_commit_callbacks
):
    send(Kind.ORDER, an_order(account=account.uid))
    round_()
    take_in(owner, django_capture_on_commit_callbacks)
    forget(owner, account.customer_id, keys)
    customer = Customer.objects.get()
    assert (customer.state, customer.restricted) == ("active", True)
    assert bytes(Order.objects.get().sealed)
    assert not SiteAccount.objects.exists()


def kept_in_part(owner, keys, round_, send, capture) -> Customer:
    """Somebody who ordered, was erased as far as could be, and owes nothing of what comes next."""
    send(Kind.ORDER, an_order())
    round_()
    take_in(owner, capture)
    old = Customer.objects.get()
    forget(owner, old.pk, keys)
    assert Customer.objects.get().restricted
    return old


def test_who_was_erased_in_part_and_orders_again_is_somebody_new_whose_order_goes_on(
    paired, our_company, round_, send, owner, keys, django_capture_on_commit_callbacks
):
    old = kept_in_part(owner, keys, round_, send, django_capture_on_commit_callbacks)
    send(Kind.ORDER, an_order(reference="W-8N3P"))
    round_()
    take_in(owner, django_capture_on_commit_callbacks)
    new = Customer.objects.exclude(pk=old.pk).get()
    assert not new.restricted
    assert Order.objects.latest("pk").customer_id == new.pk
    assert not LookalikeFound.objects.exists()


def test_a_letter_of_who_was_erased_in_part_lies_under_a_key_of_its_own(
    paired, our_company, round_, send, owner, keys, django_capture_on_commit_callbacks
):
    kept_in_part(owner, keys, round_, send, django_capture_on_commit_callbacks)
    send(Kind.QUESTION, a_question(who=JAN, at=AT))
    round_()
    take_in(owner, django_capture_on_commit_callbacks)
    post = ShopPost.objects.get()
    assert (post.customer_id, post.subject) == (None, post.uid)
