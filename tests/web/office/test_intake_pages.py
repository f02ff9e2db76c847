"""Pages of what came from the shop: each decides one thing; a locked vault shows numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands import permit_use, register_customer
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Permission, Use
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.models import Staff
from klantkluis.shop.models import (
    IntakeMessage,
    LinkAlarm,
    LinkResumption,
    LookalikeFound,
    ProposedChange,
    ShopPost,
    SiteAccount,
    SiteLink,
)
from klantkluis.shop.stored import PROPOSED_CHANGE, SHOP_POST
from klantkluis.vault.opening import public_bytes
from rooms.restricting import restricted_now
from support.fake_site import FakeSite

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def actor(in_process_vault):
    return Actor(
        staff_id=uuid4(), roles=frozenset({Role.OWNER}), channel=Channel.OFFICE,
        vault=in_process_vault.owner(),
    )  # fmt: skip


@pytest.fixture
def link() -> SiteLink:
    return SiteLink.objects.create(
        pk=1, site_id=uuid4(), url="https://winkel.example", site_key=bytes(32), paired_at=AT,
        staff_id=uuid4(), heard_at=AT,
    )  # fmt: skip


@pytest.fixture
def letter(actor) -> ShopPost:
    row = ShopPost(kind="access", received_at=AT, due_on=date(2026, 12, 21))
    row.subject = row.uid
    said = {"surname": "Zwart", "text": "Wat hebt u van mij?", "email": "z@voorbeeld.example"}
    SHOP_POST.seal_new(actor.vault, [(row, said)])
    row.save(force_insert=True)
    return row


def customer(actor, **fields) -> Customer:
    pk = register_customer(
        fields={"surname": "Berg", **fields}, actor=actor, today=date(2026, 11, 20)
    )
    return Customer.objects.get(pk=pk)


def test_the_owner_pairs_with_a_shop_by_its_code(as_owner, tmp_path, monkeypatch):
    site = FakeSite().start()
    from dataclasses import replace

    monkeypatch.setenv("KLANTKLUIS_LINK", str(tmp_path / "link"))
    monkeypatch.setattr(settings, "PLACE", replace(settings.PLACE))
    page = as_owner.get(reverse("intake:link"))
    assert b"Pair with your shop" in page.content
    wrong = as_owner.post(reverse("intake:link"), {"url": site.url, "code": "NO-CODE"})
    assert b"This is no pairing code" in wrong.content
    answer = as_owner.post(reverse("intake:link"), {"url": site.url, "code": site.code})
    assert answer.status_code == 302
    site.stop()
    assert SiteLink.objects.get().site_id == site.site_id
    assert b"winkel" not in as_owner.get(reverse("intake:link")).content


def test_a_link_that_was_stopped_says_why_and_goes_on_with_a_reason(as_owner, link):
    SiteLink.objects.update(broken="gap")
    LinkAlarm.objects.create(code="gap", seq=7, at=AT)
    page = as_owner.get(reverse("intake:link")).content
    assert b"Messages from the shop are missing" in page
    assert b"Messages from the shop are missing" in as_owner.get(reverse("home")).content
    empty = as_owner.post(reverse("intake:resume"), {"reason": ""})
    assert empty.status_code == 200
    as_owner.post(reverse("intake:resume"), {"reason": "De schijf van de winkel was vol."})
    assert SiteLink.objects.get().broken == ""
    assert b"schijf" not in bytes(LinkResumption.objects.get().sealed)
    assert LinkAlarm.objects.get().ended_at is not None


def test_another_certificate_is_accepted_by_its_fingerprint_alone(as_owner, link):
    SiteLink.objects.update(seen_certificate=b"\x07" * 32)
    as_owner.post(reverse("intake:certificate"), {"seen": "00" * 32})
    assert SiteLink.objects.get().certificate is None
    as_owner.post(reverse("intake:certificate"), {"seen": "07" * 32})
    assert bytes(SiteLink.objects.get().certificate) == b"\x07" * 32


def test_a_shop_that_does_not_answer_is_told_on_the_first_screen(as_owner, link):
    assert b"The shop has not answered since" in as_owner.get(reverse("home")).content


def test_messages_that_were_set_aside_are_tried_once_more(as_owner, link):
    IntakeMessage.objects.create(
        seq=1, site_id=link.site_id, kind=1, key_id=1, uid=uuid4(), hour=0, sealed=b"x",
        pulled_at=AT, problem="unreadable",
    )  # fmt: skip
    assert b"could not be taken in" in as_owner.get(reverse("home")).content
    as_owner.post(reverse("intake:retry"))
    assert IntakeMessage.objects.get().problem == ""


def test_post_is_read_by_who_sells_and_noted_as_handled(browser_of, letter):
    browser = browser_of(Role.SALES, unlocked=True)
    assert b"Zwart" in browser.get(reverse("intake:post")).content
    page = browser.get(reverse("intake:letter", args=[letter.pk])).content
    assert b"Wat hebt u van mij?" in page
    assert b"21" in page
    browser.post(reverse("intake:handled", args=[letter.pk]))
    assert ShopPost.objects.get().handled_at is not None
    assert b"Zwart" in browser.get(reverse("intake:post") + "?state=handled").content


def test_a_locked_vault_shows_numbers_and_no_names(as_locked_owner, letter, actor):
    for name, args in (("post", []), ("letter", [letter.pk]), ("doubts", [])):
        page = as_locked_owner.get(reverse(f"intake:{name}", args=args))
        assert page.status_code == 200
        assert b"Zwart" not in page.content


def test_two_customers_become_one_or_stay_apart(as_owner, actor):
    known, new, third = (customer(actor) for _ in range(3))
    account = SiteAccount.objects.create(
        uid=uuid4(), customer=new, public=b"x", rev=1, registered_at=AT
    )
    same = LookalikeFound.objects.create(customer=new, other=known, found_at=AT)
    other = LookalikeFound.objects.create(customer=third, other=known, found_at=AT)
    assert b"The same customer?" in as_owner.get(reverse("intake:doubts")).content
    as_owner.post(reverse("intake:lookalike", args=[same.pk]), {"same": "yes"})
    as_owner.post(reverse("intake:lookalike", args=[other.pk]), {"same": "no"})
    new.refresh_from_db()
    account.refresh_from_db()
    assert (new.merged_into_id, account.customer_id) == (known.pk, known.pk)
    outcomes = LookalikeFound.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["same", "different"]


@pytest.mark.parametrize("accept", ["yes", "no"])
def test_what_a_customer_says_is_taken_over_or_left(as_owner, actor, link, accept):
    them = customer(actor, phone="06 12345678", town="Utrecht")
    SiteAccount.objects.create(
        uid=uuid4(), customer=them, public=public_bytes(b"s" * 32), rev=2, registered_at=AT
    )
    row = ProposedChange(customer=them, proposed_at=AT)
    PROPOSED_CHANGE.seal_new(actor.vault, [(row, {"town": "Elders"})])
    row.save(force_insert=True)
    page = as_owner.get(reverse("intake:doubts")).content
    assert b"Elders" in page
    assert b"Utrecht" in page
    as_owner.post(reverse("intake:change", args=[row.pk]), {"accept": accept})
    row.refresh_from_db()
    assert row.outcome == ("accepted" if accept == "yes" else "refused")
    from klantkluis.customers.queries import customer_card
    from klantkluis.shop.models import ProfileToSend

    card = customer_card(customer_id=them.pk, vault=actor.vault)
    assert card.fields["town"] == ("Elders" if accept == "yes" else "Utrecht")
    assert card.fields["phone"]
    assert ProfileToSend.objects.count() == (1 if accept == "yes" else 0)


def test_what_is_kept_and_not_used_is_not_shown_nor_decided_without_a_reason(
    as_owner, actor, link, staff
):
    them = customer(actor, town="Utrecht")
    row = ProposedChange(customer=them, proposed_at=AT)
    PROPOSED_CHANGE.seal_new(actor.vault, [(row, {"town": "Elders"})])
    row.save(force_insert=True)
    restricted_now(them.pk, actor)
    page = as_owner.get(reverse("intake:doubts")).content.decode()
    assert "Elders" not in page
    assert reverse("customers:customer", args=[them.pk]) in page
    assert reverse("intake:change", args=[row.pk]) not in page
    as_owner.post(reverse("intake:change", args=[row.pk]), {"accept": "yes"})
    row.refresh_from_db()
    assert row.outcome == ""
    looks = replace(actor, staff_id=Staff.objects.get(is_active=True).uid)
    permit_use(
        customer_id=them.pk, use=Use.LOOK, permission=Permission.LAW, reason="Om te beslissen.",
        actor=looks, at=timezone.now(),
    )  # fmt: skip
    assert "Elders" in as_owner.get(reverse("intake:doubts")).content.decode()
    as_owner.post(reverse("intake:change", args=[row.pk]), {"accept": "yes"})
    row.refresh_from_db()
    assert row.outcome == "accepted"


def test_the_pages_ask_a_constant_number_of_questions(
    as_owner, actor, django_assert_max_num_queries
):
    for _ in range(12):
        one, other = customer(actor), customer(actor)
        LookalikeFound.objects.create(customer=one, other=other, found_at=AT)
    with django_assert_max_num_queries(30):
        as_owner.get(reverse("intake:doubts"))


def test_an_order_of_the_shop_says_what_the_customer_was_told_and_is_found_by_it(as_owner, actor):
    from decimal import Decimal

    from klantkluis.core.vat import PriceBasis, VatCategory
    from klantkluis.sales.commands import NewLine, NewOrder, take_order
    from klantkluis.sales.commands.ordering import LineKind
    from klantkluis.shop.models import OnlinePaymentSeen, ShopOrder

    line = NewLine(
        kind=LineKind.TEXT, quantity=Decimal(1), unit_price=Decimal("24.95"),
        vat_category=VatCategory.STANDARD, text="Plank",
    )  # fmt: skip
    order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=date(2026, 11, 20))
    pk = take_order(customer_id=customer(actor, town="Utrecht", street="Weg 1").pk, order=order,
                    actor=actor)  # fmt: skip
    cents = {f"{who}{what}_cents": 1 for who in ("", "site_") for what in ("net", "vat", "gross")}
    ShopOrder.objects.create(
        order_id=pk, reference="W-7K2M", placed_at=AT, payment="mollie", mailed=True, **cents
    )
    OnlinePaymentSeen.objects.create(
        uid=uuid4(), order_uid=order.uid, provider="mollie", payment_id="tr_1", status="refunded",
        amount_cents=2495, seen_at=AT,
    )  # fmt: skip
    page = as_owner.get(reverse("sales:order", args=[pk])).content.decode()
    assert "W-7K2M" in page
    assert "Paid back online" in page
    found = as_owner.post(reverse("search"), {"terms": "w-7k2m"}).content.decode()
    assert reverse("sales:order", args=[pk]) in found
