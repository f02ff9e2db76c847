"""What the shop could not confirm to a customer goes out by our own mail, when that is on."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Job, Mail
from klantkluis.office.intake.jobs import begin_confirmations
from klantkluis.office.jobs.worker import run_job
from klantkluis.shop.models import ShopOrder, SiteLink
from rooms.story import a_customer, a_line, a_product, an_order
from support.fake_smtp import FakeSmtp
from web.office.mailing import lend_and_run
from web_door import staff_of

pytestmark = pytest.mark.usefixtures("our_company")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def link(as_owner: Client) -> SiteLink:
    return SiteLink.objects.create(
        pk=1,
        site_id=uuid4(),
        url="https://winkel.example",
        site_key=bytes(32),
        paired_at=AT,
        staff_id=staff_of(as_owner).uid,
    )


def from_the_shop(owner: Actor, sku: str = "STOEL", *, mailed: bool = False, **who: str) -> int:
    order_id = an_order(
        owner, [a_line(a_product(owner, sku))], customer_id=a_customer(owner, **who)
    )
    sums = {"net_cents": 1, "vat_cents": 0, "gross_cents": 1}
    told = {f"site_{name}": cents for name, cents in sums.items()}
    ShopOrder.objects.create(
        order_id=order_id, reference=f"W-{sku}", placed_at=AT, payment="ideal", mailed=mailed,
        **sums, **told,
    )  # fmt: skip
    return order_id


def doubts(client: Client) -> str:
    return client.get("/shop-doubts/").content.decode()


def test_a_confirmation_that_the_shop_could_not_mail_goes_out_by_itself(
    as_owner: Client, owner: Actor, link: SiteLink, smtp: FakeSmtp
) -> None:
    order_id = from_the_shop(owner)
    assert "W-STOEL" in doubts(as_owner)
    assert begin_confirmations(timezone.now()) == 1
    assert lend_and_run(as_owner) == Job.State.DONE
    assert smtp.recipients == ["els@example.nl"]
    assert Mail.objects.get().about_id == order_id
    assert "W-STOEL" not in doubts(as_owner)
    assert begin_confirmations(timezone.now()) == 0


def test_what_the_shop_mailed_itself_is_not_mailed_again(
    as_owner: Client, owner: Actor, link: SiteLink, smtp: FakeSmtp
) -> None:
    from_the_shop(owner, mailed=True)
    assert begin_confirmations(timezone.now()) == 0


def test_while_our_mail_is_off_it_asks_for_a_person(
    as_owner: Client, owner: Actor, link: SiteLink
) -> None:
    from_the_shop(owner)
    assert begin_confirmations(timezone.now()) == 0
    assert "W-STOEL" in doubts(as_owner)


def test_what_is_refused_stays_with_a_person_and_the_others_go(
    as_owner: Client, owner: Actor, link: SiteLink, smtp: FakeSmtp
) -> None:
    from_the_shop(owner, "TAFEL", email="")
    from_the_shop(owner, "STOEL")
    assert begin_confirmations(timezone.now()) == 2
    lend_and_run(as_owner)
    assert smtp.recipients == ["els@example.nl"]
    page = doubts(as_owner)
    assert "W-TAFEL" in page
    assert "W-STOEL" not in page
    assert begin_confirmations(timezone.now()) == 0


def test_a_server_that_does_not_take_it_leaves_it_with_a_person(
    as_owner: Client, owner: Actor, link: SiteLink, smtp: FakeSmtp
) -> None:
    smtp.does["rcpt"] = "550 5.1.1 unknown"
    from_the_shop(owner)
    begin_confirmations(timezone.now())
    lend_and_run(as_owner)
    assert "W-STOEL" in doubts(as_owner)
    assert begin_confirmations(timezone.now()) == 0


def test_one_who_mailed_it_from_the_order_has_done_it(
    as_owner: Client, owner: Actor, link: SiteLink, smtp: FakeSmtp
) -> None:
    order_id = from_the_shop(owner)
    assert as_owner.post(f"/mail/orders/{order_id}/").status_code == 302
    run_job.call(str(Job.objects.latest("pk").uid))
    assert "W-STOEL" not in doubts(as_owner)
