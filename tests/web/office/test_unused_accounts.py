"""Who has an account that nobody uses hears of its end by mail, and the pages say how it stands."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.core.mail import BounceAction
from klantkluis.core.roles import Role
from klantkluis.customers.models import Customer
from klantkluis.foundation.mail.commands import record_bounce
from klantkluis.foundation.mail.reports import Report
from klantkluis.foundation.models import Job, Mail, MailServer
from klantkluis.office.intake import endings
from klantkluis.office.intake.endings import begin_telling
from klantkluis.privacy.retaining.sweeping import keep_findings, look
from klantkluis.shop.commands.selling import change_shop
from klantkluis.shop.models import AccountEnding, SiteAccount, SiteLink
from klantkluis.shop.selling import ShopFields
from rooms.restricting import restricted_now
from rooms.story import a_customer
from web.office.mailing import lend_and_run
from web_door import staff_of

pytestmark = pytest.mark.usefixtures("our_company")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def link(as_owner: Client) -> SiteLink:
    return SiteLink.objects.create(
        pk=1,
        site_id=uuid4(),
        url="https://winkel.example",
        site_key=bytes(32),
        paired_at=AT,
        unused_on=timezone.localdate(),
        staff_id=staff_of(as_owner).uid,
    )


def an_ending(customer_id: int, **parts: object) -> AccountEnding:
    today = timezone.localdate()
    account = SiteAccount.objects.create(
        uid=uuid4(), customer_id=customer_id, public=b"x", rev=1, registered_at=AT
    )
    said = {
        "uid": account.uid, "account": account, "used_in": date(2024, 10, 1), "found_on": today,
        "seen_on": today, "ends_on": today + timedelta(days=30),
    }  # fmt: skip
    return AccountEnding.objects.create(**(said | parts))


def test_who_has_an_address_hears_on_which_day_the_account_ends(as_owner, owner, smtp):
    row = an_ending(a_customer(owner, email="els@klant.example"))
    assert begin_telling(timezone.now()) == 1
    assert begin_telling(timezone.now()) == 0, "it is being done"
    assert lend_and_run(as_owner) == Job.State.DONE
    (mail,) = smtp.mails
    body = mail.get_body(("plain",)).get_content()
    day = timezone.localdate() + timedelta(days=30)
    assert mail["To"] == "els@klant.example"
    assert str(day.year) in mail["Subject"]
    assert "https://winkel.example/account/log-in/" in body
    assert list(mail.iter_attachments()) == []
    row.refresh_from_db()
    assert (row.told_at is not None, row.ends_on, row.untold) == (True, day, "")
    assert begin_telling(timezone.now()) == 0


def test_the_mail_is_in_the_language_of_the_customer(as_owner, owner, smtp):
    customer_id = a_customer(owner, email="els@klant.example")
    Customer.objects.filter(pk=customer_id).update(language="en")
    an_ending(customer_id)
    change_shop(fields=ShopFields(name="Voorbeeld", in_english=True), actor=owner)
    begin_telling(timezone.now())
    lend_and_run(as_owner)
    body = smtp.mails[0].get_body(("plain",)).get_content()
    assert "Log in once before that day" in body
    assert "https://winkel.example/en/account/log-in/" in body


@pytest.mark.parametrize(
    ("address", "code"), [("", "NoAddress"), ("ëls@klant.example", "AddressNotUsable")]
)
def test_who_has_no_address_is_noted_and_the_others_are_told(as_owner, owner, smtp, address, code):
    nobody = an_ending(a_customer(owner, email=address))
    an_ending(a_customer(owner, email="piet@klant.example"))
    assert begin_telling(timezone.now()) == 2
    assert lend_and_run(as_owner) == Job.State.DONE
    assert [mail["To"] for mail in smtp.mails] == ["piet@klant.example"]
    nobody.refresh_from_db()
    assert (nobody.told_at, nobody.untold) == (None, code)
    assert begin_telling(timezone.now()) == 0


def test_while_mail_is_off_nobody_is_told_and_the_page_says_so(as_owner, owner):
    an_ending(a_customer(owner))
    assert begin_telling(timezone.now()) == 0
    page = as_owner.get("/privacy/retention/").content.decode()
    assert not MailServer.objects.exists()
    assert "Accounts in the shop that nobody uses" not in page, "nobody has looked yet"
    now = timezone.now()
    keep_findings(look(timezone.localdate()), at=now, ended_at=now, look_only=True)
    page = as_owner.get("/privacy/retention/").content.decode()
    assert "Mail is off, so nobody is told" in page
    assert "Accounts in the shop that nobody uses" in page


def test_an_account_that_is_used_again_is_not_mailed_about(as_owner, owner, smtp):
    row = an_ending(a_customer(owner, email="els@klant.example"))
    begin_telling(timezone.now())
    row.delete()
    assert lend_and_run(as_owner) == Job.State.DONE
    assert smtp.mails == []
    assert not Mail.objects.exists()


def test_who_asked_not_to_be_used_is_not_mailed(as_owner, owner, smtp):
    customer_id = a_customer(owner, email="els@klant.example")
    an_ending(customer_id)
    restricted_now(customer_id, owner)
    assert begin_telling(timezone.now()) == 0


def test_when_the_machine_stopped_after_the_mail_was_in_line_it_goes_out_once(
    as_owner, owner, smtp, monkeypatch
):
    row = an_ending(a_customer(owner, email="els@klant.example"))
    with monkeypatch.context() as patch:
        patch.setattr(
            "klantkluis.office.intake.endings.note_told",
            lambda **_said: (_ for _ in ()).throw(MemoryError),
        )
        begin_telling(timezone.now())
        assert lend_and_run(as_owner) == Job.State.FAILED
    assert (Mail.objects.count(), len(smtp.mails)) == (1, 0)
    begin_telling(timezone.now())
    assert lend_and_run(as_owner) == Job.State.DONE
    row.refresh_from_db()
    assert row.told_at is not None
    assert Mail.objects.count() == 1, "it goes out by itself, as any mail that is in line"


def test_the_card_says_since_when_the_account_is_not_used_and_when_it_ends(as_owner, owner):
    customer_id = a_customer(owner)
    row = an_ending(customer_id, ends_on=date(2026, 12, 20), found_on=date(2026, 11, 20))
    page = as_owner.get(f"/customers/{customer_id}/").content.decode()
    assert "Account in the shop" in page
    assert "Not used since October 2024." in page
    assert "Ends on 20 " in page
    AccountEnding.objects.update(untold="NoAddress")
    assert (
        "No mail can be sent to this customer"
        in as_owner.get(f"/customers/{customer_id}/").content.decode()
    )
    row.delete()
    page = as_owner.get(f"/customers/{customer_id}/").content.decode()
    assert "Account in the shop" in page
    assert "Ends on" not in page


def test_a_mail_that_came_back_told_nobody_and_the_card_says_so(as_owner, owner, smtp):
    customer_id = a_customer(owner, email="els@klant.example")
    row = an_ending(customer_id)
    begin_telling(timezone.now())
    lend_and_run(as_owner)
    card = f"/customers/{customer_id}/"
    assert "The customer was told by e-mail on" in as_owner.get(card).content.decode()
    said = Report(frozenset({Mail.objects.get().uid.hex}), BounceAction.FAILED, "5.1.1")
    assert record_bounce(report=said, actor=owner, at=timezone.now())
    page = as_owner.get(card).content.decode()
    assert "came back. Tell them in another way" in page
    assert "The customer was told by e-mail on" not in page
    row.delete()
    an_ending(customer_id)
    assert begin_telling(timezone.now()) == 1, "another end: its mail did not come back"
    lend_and_run(as_owner)
    assert "The customer was told by e-mail on" in as_owner.get(card).content.decode()


def test_with_the_vault_shut_the_card_says_it_as_well(as_owner, owner):
    customer_id = a_customer(owner)
    an_ending(customer_id, ends_on=date(2026, 12, 20), found_on=date(2026, 11, 20))
    as_owner.post("/vault/lock/")
    page = as_owner.get(f"/customers/{customer_id}/").content.decode()
    assert "Names and addresses are in the vault." in page
    assert "Ends on 20 " in page


def test_a_customer_without_an_account_has_no_line_about_one(as_owner, owner):
    page = as_owner.get(f"/customers/{a_customer(owner)}/").content.decode()
    assert "Account in the shop" not in page


def test_the_owner_decides_how_long_an_account_is_kept(as_owner, browser_of):
    page = as_owner.get("/privacy/retention/terms/account/").content.decode()
    assert "after the month in which it was last used" in page
    said = {"months": 12, "reason": "Wij verkopen weinig over het jaar heen."}
    assert as_owner.post("/privacy/retention/terms/account/", said).status_code == 302
    assert "1 year after the month" in as_owner.get("/privacy/retention/").content.decode()
    said["months"] = 61
    assert as_owner.post("/privacy/retention/terms/account/", said).status_code == 200
    assert browser_of(Role.SALES).get("/privacy/retention/terms/account/").status_code == 403


def test_of_many_who_are_to_be_told_each_is_mailed_once(as_owner, owner, smtp, monkeypatch):
    monkeypatch.setattr(endings, "AT_ONCE", 2)
    for number in range(3):
        an_ending(a_customer(owner, email=f"klant{number}@klant.example"))
    for expected in (2, 1):
        assert begin_telling(timezone.now()) == expected
        assert lend_and_run(as_owner) == Job.State.DONE
    assert len({mail["To"] for mail in smtp.mails}) == len(smtp.mails) == 3
