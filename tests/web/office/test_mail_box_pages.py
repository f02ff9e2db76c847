"""Mail that comes back: the mailbox is filled in by the owner, and a bounce is in one's face."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail import imap
from klantkluis.foundation.mail_box_rows import MailBounce, MailBox, MailBoxLook
from klantkluis.foundation.models import Job, Mail
from klantkluis.office.housekeeping.pruning import prune
from klantkluis.office.jobs.worker import run_job
from klantkluis.office.mail.bounces import READ_BOX, look_when_due
from rooms.story import a_line, a_product, a_sent_invoice
from support.clocks import travel
from support.fake_imap import PASSWORD, USER, FakeImap, a_letter, a_report, fake_imap
from support.fake_smtp import certificate, fake_smtp
from web.office.mailing import lend, lend_and_run

PAGE = "/mail/box/"


@pytest.fixture
def box(as_owner: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeImap]:
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with fake_imap(context) as fake:
        assert as_owner.post(PAGE, settings(fake)).status_code == 302
        yield fake


def settings(fake: FakeImap) -> dict[str, object]:
    return {
        "host": "localhost", "port": fake.port, "user": USER, "password": PASSWORD,
        "folder": "INBOX",
    }  # fmt: skip


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def look(client: Client) -> str:
    """Let the clock begin a look, and somebody at work lend the vault; give how it ended."""
    assert look_when_due(timezone.now()) == 1
    return lend_and_run(client)


@pytest.fixture
def sent(as_owner: Client, owner: Actor) -> Mail:
    """A mail with an invoice, that the server accepted."""
    invoice_id = a_sent_invoice(owner, [a_line(a_product(owner))])
    with fake_smtp() as smtp:
        as_owner.post("/mail/server/", {
            "host": "127.0.0.1", "security": "none", "port": smtp.port, "user": "",
            "sender_name": "Wij", "sender_address": "post@voorbeeld.nl",
        })  # fmt: skip
        as_owner.post(f"/mail/invoices/{invoice_id}/")
        run_job.call(str(Job.objects.latest("pk").uid))
    return Mail.objects.get()


def test_nobody_looks_until_the_owner_fills_it_in(as_owner: Client) -> None:
    assert "Nobody looks" in text(as_owner.get(PAGE))
    assert "Closed: nobody looks." in text(as_owner.get("/company/connections/"))
    assert look_when_due(timezone.now()) == 0
    assert not Job.objects.exists()


def test_it_is_tried_out_and_shut_again(as_owner: Client, box: FakeImap) -> None:
    page = text(as_owner.get(PAGE))
    assert "The office looks" in page
    assert PASSWORD not in page
    assert "Open: the office looks there" in text(as_owner.get("/company/connections/"))
    assert "The office can look into this folder." in text(as_owner.post(f"{PAGE}tests/"))
    box.does["login"] = "no"
    assert "did not accept the user name" in text(as_owner.post(f"{PAGE}tests/"))
    as_owner.post(f"{PAGE}closed/")
    assert not MailBox.objects.exists()
    assert as_owner.post(f"{PAGE}tests/").status_code == 409


def test_a_wrong_setting_stands_beside_its_field(as_owner: Client) -> None:
    data = {"host": "https://x", "port": 993, "user": "x", "password": "y", "folder": "INBOX"}
    assert "Give the name of the server only, like imap" in text(as_owner.post(PAGE, data))


def test_only_the_owner_comes_here(browser_of, as_stranger: Client, as_locked_owner) -> None:
    colleague = browser_of(Role.SALES, unlocked=True)
    for path in (PAGE, f"{PAGE}tests/", f"{PAGE}closed/"):
        assert colleague.post(path).status_code == 403
        assert as_stranger.post(path)["Location"].startswith("/log-in/")
    data = {"host": "imap.x.nl", "port": 993, "user": "x", "password": "y", "folder": "INBOX"}
    assert as_locked_owner.get(PAGE).status_code == 200
    assert "vault is locked" in text(as_locked_owner.post(PAGE, data))


def test_a_bounce_stands_on_the_first_screen_until_somebody_deals_with_it(
    as_owner: Client, browser_of, sent: Mail, box: FakeImap
) -> None:
    letter, mine = box.add(a_letter()), box.add(a_report(f"<{sent.uid.hex}@voorbeeld.nl>"))
    forged = box.add(a_report(f"<{'ab' * 16}@voorbeeld.nl>"))
    assert look(as_owner) == Job.State.DONE
    assert box.flags == {mine: {"\\Seen"}}
    assert "1 mail came back" in text(as_owner.get("/"))
    page = text(as_owner.get(f"/mail/{sent.pk}/"))
    assert "Came back" in page
    assert "5.1.1 smtp; 550 5.1.1 &lt;els@example.nl&gt; unknown user" in page
    assert "Send it again" not in page
    locked = text(browser_of(Role.BOOKKEEPER).get(f"/mail/{sent.pk}/"))
    assert "els@example.nl" not in locked
    assert "Unlock the vault to read the words." in locked
    assert as_owner.post(f"/mail/{sent.pk}/sendings/", {"attempts": 1}).status_code == 409
    as_owner.post(f"/mail/{sent.pk}/settlement/", {"attempts": 1})
    assert "came back" not in text(as_owner.get("/"))
    assert (letter, forged) not in box.flags.items()
    assert MailBoxLook.objects.get().bounces == 1


def test_the_same_report_twice_and_a_look_again_make_one_fact(
    as_owner: Client, sent: Mail, box: FakeImap
) -> None:
    said = a_report("", envelope_id=sent.uid.hex)
    box.add(said)
    box.add(said)
    look(as_owner)
    assert look_when_due(timezone.now()) == 0, "not yet"
    with travel(timedelta(minutes=11)):
        box.add(said)
        look(as_owner)
    assert MailBounce.objects.count() == 1
    assert set(box.flags) == {1, 2, 3}
    assert Job.objects.filter(kind=READ_BOX).count() == 1, "done looks are not kept as jobs"
    assert [row.looked_at for row in MailBoxLook.objects.order_by("pk")] == [2, 1]


def test_a_mailbox_that_cannot_be_read_is_told_to_the_owner(
    as_owner: Client, browser_of, sent: Mail, box: FakeImap
) -> None:
    box.add(a_report(f"<{sent.uid.hex}@voorbeeld.nl>"))
    box.does["login"] = "no"
    assert look(as_owner) == Job.State.DONE
    told = "could not be read"
    assert told in text(as_owner.get("/"))
    assert told not in text(browser_of(Role.SALES).get("/"))
    assert "did not accept the user name" in text(as_owner.get(PAGE))
    box.does.clear()
    with travel(timedelta(minutes=30)):
        assert look_when_due(timezone.now()) == 0, "after trouble it takes an hour"
    with travel(timedelta(minutes=61)):
        look(as_owner)
    assert told not in text(as_owner.get("/"))
    assert MailBounce.objects.count() == 1


def test_old_looks_go_and_the_place_where_to_go_on_stays(as_owner: Client, box: FakeImap) -> None:
    box.add(a_letter())
    look(as_owner)
    with travel(timedelta(minutes=11)):
        look(as_owner)
    prune(timezone.now() + timedelta(days=31))
    assert MailBoxLook.objects.count() == 1
    assert MailBoxLook.objects.get().last_uid == 1


def test_a_look_that_was_cut_off_goes_on_where_it_was(
    as_owner: Client, sent: Mail, box: FakeImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = a_report(f"<{sent.uid.hex}@voorbeeld.nl>") + b"x" * 200_000
    for _ in range(4):
        box.add(said)
    monkeypatch.setattr(imap, "MOST_BYTES", 500_000)
    look(as_owner)
    first = MailBoxLook.objects.latest("pk")
    assert (first.problem, first.last_uid, first.bounces) == ("too_large", 2, 1)
    with travel(timedelta(minutes=61)):
        look(as_owner)
    assert MailBoxLook.objects.latest("pk").last_uid == 4
    assert MailBounce.objects.count() == 1


def test_a_mailbox_that_was_shut_meanwhile_is_left_alone(as_owner: Client, box: FakeImap) -> None:
    assert look_when_due(timezone.now()) == 1
    uid = str(Job.objects.latest("pk").uid)
    run_job.call(uid)
    as_owner.post(f"{PAGE}closed/")
    lend(as_owner)
    assert run_job.call(uid) == Job.State.DONE
    assert box.said == []
