"""What the clock begins for the shop: keys while the vault is open, and taking in what waits."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from klantkluis.core.roles import Role
from klantkluis.customers.commands import register_customer
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.models import Job
from klantkluis.office.intake.jobs import SHOW, TAKE_IN, begin_intake, begin_showing, take_in
from klantkluis.office.intake.keys import look_after_keys
from klantkluis.office.jobs.kinds import KINDS
from klantkluis.office.lock import door
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.shop.models import (
    IntakeKey,
    IntakeMessage,
    ProfileToSend,
    ShopPost,
    SiteAccount,
    SiteLink,
)
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.opening import public_bytes
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.upkeep import Upkeep

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOON_OF_YESTERDAY = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.fixture
def link(staff) -> SiteLink:
    owner = staff(Role.OWNER)
    return SiteLink.objects.create(
        pk=1, site_id=uuid4(), url="https://winkel.example", site_key=bytes(32), paired_at=NOW,
        staff_id=owner.uid,
    )  # fmt: skip


def a_message(link: SiteLink, **parts) -> IntakeMessage:
    said = {
        "seq": 1, "site_id": link.site_id, "kind": 1, "key_id": 1, "uid": uuid4(), "hour": 0,
        "sealed": b"x", "pulled_at": NOW,
    }  # fmt: skip
    return IntakeMessage.objects.create(**(said | parts))


def test_an_open_vault_gives_the_key_of_this_week_to_the_link(link, in_process_vault):
    in_process_vault.server.audit.checkpoint()
    look_after_keys(NOW)
    key = IntakeKey.objects.order_by("-key_id").first()
    assert len(bytes(key.public)) == 1216
    assert look_after_keys(NOW) == 0
    link.refresh_from_db()
    assert link.checkpoint.startswith("klantkluis/audit")
    assert not link.checkpoint_kept


def test_an_office_without_a_shop_has_no_keys():
    assert look_after_keys(NOW) == 0
    assert IntakeKey.objects.count() == 0


def test_a_locked_vault_is_no_mistake(link, monkeypatch):
    def locked(self, **_said):
        raise VaultLocked

    monkeypatch.setattr(Upkeep, "intake_keys", locked)
    assert look_after_keys(NOW) == 0


def test_a_key_of_another_keystore_takes_the_place_of_the_one_with_its_number(link):
    look_after_keys(NOW)
    newest = door.vault().upkeep().intake_keys().keys[-1]
    IntakeKey.objects.filter(key_id=newest.id).update(public=b"another")
    assert look_after_keys(NOW) == 1
    assert bytes(IntakeKey.objects.get(key_id=newest.id).public) == newest.public


def test_what_waits_is_begun_once_and_waits_for_somebody(link):
    assert begin_intake(NOW) == 0
    a_message(link)
    assert begin_intake(NOW) == 1
    assert begin_intake(NOW) == 1
    assert Job.objects.filter(kind=TAKE_IN).count() == 1
    assert KINDS[TAKE_IN].by_itself


def test_what_was_set_aside_begins_nothing(link):
    a_message(link, problem="unreadable")
    assert begin_intake(NOW) == 0


def test_what_people_ask_is_handed_on_by_the_same_work(link, owner):
    """Also what was taken in before the machine stopped, or before there was a desk."""
    letter = ShopPost(kind="deletion", received_at=NOON_OF_YESTERDAY)
    letter.subject = letter.uid
    SHOP_POST.seal_new(owner.vault, [(letter, {"name": "Jan Berg", "email": "jan@example.nl"})])
    letter.save()
    assert begin_intake(NOW) == 1
    job = Job.objects.get(kind=TAKE_IN)
    take_in(Run(job, owner, lambda: NOW, NOW.date()))
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.received_on) == ("erasure", date(2026, 11, 19))
    assert begin_intake(NOW) == 0


def test_what_changed_of_customers_is_brought_to_their_accounts_by_the_clock(link, owner, today):
    customer = register_customer(fields={"surname": "Berg"}, actor=owner, today=today)
    assert begin_showing(NOW) == 0
    for _ in range(120):
        SiteAccount.objects.create(
            uid=uuid4(), customer_id=customer, public=public_bytes(bytes(32)), rev=1,
            registered_at=NOW,
        )  # fmt: skip
    assert begin_showing(NOW) == 120
    assert begin_showing(NOW) == 0, "it is in line already"
    job = Job.objects.get(kind=SHOW)
    KINDS[SHOW].work(Run(job, owner, lambda: NOW, NOW.date()))
    assert ProfileToSend.objects.count() == 120
    job.refresh_from_db()
    assert job.done == 120
    Job.objects.filter(pk=job.pk).delete()
    assert begin_showing(NOW) == 0
