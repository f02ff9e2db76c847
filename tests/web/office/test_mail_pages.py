"""Mail in the office: filled in by the owner, sent by who sells, and failures in one's face."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.billing.models import Invoice
from klantkluis.core.mail import WAITS, Security
from klantkluis.core.roles import Role
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail import transport
from klantkluis.foundation.mail.commands import begin_attempt
from klantkluis.foundation.mail.queries import mail_rows
from klantkluis.foundation.mail.server import mail_server
from klantkluis.foundation.models import Job, Mail, MailAttempt, MailServer
from klantkluis.office.jobs import lending
from klantkluis.office.jobs.worker import run_job
from klantkluis.office.mail.jobs import send_what_is_due
from klantkluis.sales.commands import deliver, file_delivery_note
from rooms.restricting import restricted_now
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order
from support.clocks import travel
from support.fake_smtp import PASSWORD, USER, FakeSmtp, certificate, fake_smtp
from support.patience import SHORT
from web.office.mailing import SETTINGS, lend_and_run

PAGES = (
    "/mail/server/", "/mail/server/tests/", "/mail/server/closed/", "/mail/templates/",
    "/mail/templates/invoice/nl/",
)  # fmt: skip


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def sent(client: Client, path: str, **data: object) -> int:
    """Press a button that mails something, let the job run, and give the id of the mail."""
    answer = client.post(path, data)
    assert answer.status_code == 302, text(answer)
    run_job.call(str(Job.objects.latest("pk").uid))
    return Mail.objects.latest("pk").pk


def states() -> list[str]:
    return [row.state.value for row in mail_rows(now=timezone.now())]


def invoices(owner: Actor, count: int) -> list[int]:
    product = a_product(owner)
    return [a_sent_invoice(owner, [a_line(product)]) for _ in range(count)]


def test_mail_is_off_until_the_owner_fills_it_in(as_owner: Client, owner: Actor) -> None:
    (invoice_id,) = invoices(owner, 1)
    assert "Mail is off" in text(as_owner.get("/mail/server/"))
    assert "Send by mail" not in text(as_owner.get(f"/invoices/{invoice_id}/"))
    assert "Closed: no mail goes out." in text(as_owner.get("/company/connections/"))
    refused = as_owner.post(f"/mail/invoices/{invoice_id}/")
    assert refused.status_code == 409
    assert "Mail is off." in text(refused)
    assert not Mail.objects.exists()


def test_the_settings_never_show_the_password(as_owner: Client, smtp: FakeSmtp) -> None:
    page = text(as_owner.get("/mail/server/"))
    assert "Mail is on" in page
    assert PASSWORD not in page
    assert USER in page
    assert mail_server().security is Security.NONE  # type: ignore[union-attr]
    as_owner.post("/mail/server/closed/")
    assert not MailServer.objects.exists()


def test_a_wrong_setting_stands_beside_its_field(as_owner: Client) -> None:
    page = text(as_owner.post("/mail/server/", {**SETTINGS, "host": "mail.example.nl", "port": 25}))
    assert "Without encryption everybody on the way could read along." in page
    assert "mail.example.nl" in page
    assert not MailServer.objects.exists()


def test_a_test_shows_what_the_server_answered(
    as_owner: Client, smtp: FakeSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(as_owner.post("/mail/server/tests/"))
    assert "The server accepted the mail." in page
    assert "250 2.0.0 Ok: queued as 4WmX1Q" in page
    assert smtp.recipients == ["post@voorbeeld.nl"]
    smtp.does["rcpt"] = "550 5.7.1 post@voorbeeld.nl may not send"
    page = text(as_owner.post("/mail/server/tests/"))
    assert "It went wrong while naming the recipient." in page
    assert "550 5.7.1 … may not send" in page
    smtp.does = {"connect": "stall"}
    monkeypatch.setattr(transport, "SECONDS", SHORT)
    assert "The server did not answer in time." in text(as_owner.post("/mail/server/tests/"))
    assert not Mail.objects.exists()


def test_a_certificate_that_is_not_trusted_is_told(
    as_owner: Client, smtp: FakeSmtp, tmp_path
) -> None:
    context, _public = certificate(tmp_path)
    with fake_smtp(tls=context) as other:
        data = {**SETTINGS, "host": "localhost", "security": "tls", "port": other.port}
        as_owner.post("/mail/server/", data)
        page = text(as_owner.post("/mail/server/tests/"))
    assert "The certificate of the server is not to be trusted" in page


def test_an_invoice_is_mailed_and_its_card_says_so(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    assert states() == ["accepted"]
    assert smtp.mails[0]["To"] == "els@example.nl"
    page = text(as_owner.get(f"/mail/{mail_id}/"))
    assert "Accepted by the server" in page
    assert "250 2.0.0 Ok: queued as 4WmX1Q" in page
    assert "els@example.nl" not in page
    invoice = text(as_owner.get(f"/invoices/{invoice_id}/"))
    assert f"/mail/{mail_id}/" in invoice
    assert "Send by mail again" in invoice
    listed = text(as_owner.get("/mail/?state=accepted"))
    assert "Invoice 2026-0001" in listed
    assert "van der Jansen" in listed
    assert "Nothing found" in text(as_owner.get("/mail/?state=refused"))


def test_an_order_and_a_delivery_note_are_mailed(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    sent(as_owner, f"/mail/orders/{order_id}/")
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    refused = as_owner.post(f"/mail/deliveries/{delivery_id}/")
    assert "Make the PDF of this delivery note first." in text(refused)
    file_delivery_note(delivery_id=delivery_id, actor=owner, made_at=timezone.now())
    sent(as_owner, f"/mail/deliveries/{delivery_id}/")
    assert states() == ["accepted", "accepted"]
    names = [next(each.iter_attachments()).get_filename() for each in smtp.mails]
    assert names == ["bestelling-1.pdf", "afleverbon-1.pdf"]
    assert "Send by mail again" in text(as_owner.get(f"/orders/{order_id}/"))
    assert "Send by mail again" in text(as_owner.get(f"/deliveries/{delivery_id}/"))


def test_a_customer_reads_their_own_language(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    Customer.objects.update(language="en")
    sent(as_owner, f"/mail/invoices/{invoice_id}/")
    assert smtp.mails[0]["Subject"] == "Invoice 2026-0001 from Voorbeeld BV"
    assert smtp.mails[0]["Content-Language"] == "en"


def test_a_failure_stays_on_the_first_screen_until_somebody_deals_with_it(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["rcpt"] = "550 5.1.1 <els@example.nl> unknown"
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    assert "1 mail did not go out." in text(as_owner.get("/"))
    page = text(as_owner.get(f"/mail/{mail_id}/"))
    assert "550 5.1.1 &lt;…&gt; unknown" in page
    assert as_owner.post(f"/mail/invoices/{invoice_id}/").status_code == 409
    smtp.does.clear()
    sent(as_owner, f"/mail/{mail_id}/sendings/", attempts=1)
    assert states() == ["accepted"]
    assert "did not go out" not in text(as_owner.get("/"))
    assert "To be sent again" in text(as_owner.get(f"/mail/{mail_id}/"))
    assert as_owner.post(f"/mail/{mail_id}/settlement/", {"attempts": 2}).status_code == 409


def test_of_a_lost_connection_a_person_decides(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["after_data"] = "cut"
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    assert "Of 1 mail nobody knows whether it was sent." in text(as_owner.get("/"))
    assert "Send it again all the same" in text(as_owner.get(f"/mail/{mail_id}/"))
    as_owner.post(f"/mail/{mail_id}/settlement/", {"attempts": 1})
    assert states() == ["settled"]
    assert "nobody knows" not in text(as_owner.get("/"))
    assert len(smtp.got) == 1


def test_a_job_that_was_killed_never_sends_again_by_itself(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    first, second = invoices(owner, 2)
    as_owner.post("/mail/invoices/", {"pick": [first, second]})
    mail_ids = sorted(Mail.objects.values_list("pk", flat=True))
    long_ago = timezone.now() - timedelta(hours=1)
    begin_attempt(mail_id=mail_ids[0], template_id=None, actor=owner, at=long_ago)
    job = Job.objects.get()
    run_job.call(str(job.uid))
    assert states() == ["accepted", "unknown"]
    job.refresh_from_db()
    assert job.problems == [[mail_ids[0], "MailNotToSend"]]
    assert len(smtp.got) == 1


def test_a_server_that_is_away_leaves_the_others_in_line(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    smtp.does["auth"] = "535 5.7.8 no"
    as_owner.post("/mail/invoices/", {"pick": invoices(owner, 3)})
    job = Job.objects.get()
    assert run_job.call(str(job.uid)) == Job.State.FAILED
    assert states() == ["queued", "queued", "postponed"]
    smtp.does.clear()
    as_owner.post(f"/jobs/{job.uid}/runs/")
    assert run_job.call(str(job.uid)) == Job.State.DONE
    assert states() == ["accepted"] * 3
    assert len(smtp.got) == 3


def test_a_mail_waits_for_the_vault(
    as_owner: Client, smtp: FakeSmtp, owner: Actor, in_process_vault
) -> None:
    (invoice_id,) = invoices(owner, 1)
    as_owner.post(f"/mail/invoices/{invoice_id}/")
    job = Job.objects.get()
    in_process_vault.server.sessions.end_lease(job.uid)
    assert run_job.call(str(job.uid)) == Job.State.WAITING
    assert states() == ["queued"]
    assert "1 job waits for the vault." in text(as_owner.get("/"))
    assert not MailAttempt.objects.exists()


def test_who_cannot_be_mailed_is_told_and_the_others_go(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    product = a_product(owner)
    silent = a_sent_invoice(owner, [a_line(product)], customer_id=a_customer(owner, email=""))
    restricted = a_customer(owner)
    kept = a_sent_invoice(owner, [a_line(product)], customer_id=restricted)
    restricted_now(restricted, owner)
    fine = a_sent_invoice(owner, [a_line(product)])
    assert "has no e-mail address" in text(as_owner.post(f"/mail/invoices/{silent}/"))
    assert "may be kept and not used" in text(as_owner.post(f"/mail/invoices/{kept}/"))
    answer = as_owner.post("/mail/invoices/", {"pick": [silent, kept, fine]}, follow=True)
    assert "Invoice 2026-0001: This customer has no e-mail address." in text(answer)
    assert [mail.about_id for mail in Mail.objects.all()] == [fine]


def test_an_erased_customer_gets_no_mail(
    as_owner: Client, smtp: FakeSmtp, owner: Actor, in_process_vault
) -> None:
    (invoice_id,) = invoices(owner, 1)
    staff = in_process_vault.owner()
    uid = Customer.objects.get().uid
    from klantkluis.vault.inprocess import PASSWORD as VAULT_PASSWORD

    staff.shred(uid, reason="request", grant=staff.confirm("shred", VAULT_PASSWORD))
    answer = as_owner.post(f"/mail/invoices/{invoice_id}/")
    assert "erased" in text(answer)
    assert not Mail.objects.exists()


def test_words_are_tried_before_they_are_saved(as_owner: Client) -> None:
    path = "/mail/templates/invoice/nl/"
    assert "Factuur {number} van {company}" in text(as_owner.get(path))
    assert "Factuur 2026-0042 van Voorbeeld BV" in text(as_owner.get("/mail/templates/invoice/nl/"))
    mine = {"subject": "Rekening {number}", "body": "Dag {name}"}
    page = text(as_owner.post(path, {**mine, "preview": "1"}))
    assert "Rekening 2026-0042" in page
    assert "Dag Els van der Jansen" in page
    assert "Factuur {number}" in text(as_owner.get("/mail/templates/"))
    page = text(as_owner.post(path, {**mine, "body": "Dag {naam}"}))
    assert "{naam} means nothing in this mail." in page
    assert "Dag {naam}" in page
    assert as_owner.post(path, mine).status_code == 302
    assert "Rekening {number}" in text(as_owner.get("/mail/templates/"))
    assert as_owner.get("/mail/templates/nonsense/nl/").status_code == 404
    assert as_owner.get("/mail/templates/invoice/fr/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_settings_are_for_the_owner(browser_of, as_stranger: Client, path: str) -> None:
    colleague = browser_of(Role.SALES, unlocked=True)
    assert colleague.post(path).status_code == 403
    assert as_stranger.post(path)["Location"].startswith("/log-in/")


def test_who_sells_or_keeps_books_mails_invoices_and_who_packs_does_not(
    as_owner: Client, browser_of, as_stranger: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    ids = invoices(owner, 3)
    for role, invoice_id in zip((Role.SALES, Role.BOOKKEEPER), ids, strict=False):
        sent(browser_of(role, unlocked=True), f"/mail/invoices/{invoice_id}/")
    assert states() == ["accepted", "accepted"]
    packer = browser_of(Role.WAREHOUSE, unlocked=True)
    mail_id = Mail.objects.latest("pk").pk
    marketer = browser_of(Role.MARKETING, unlocked=True)
    for path in ("/mail/", f"/mail/{mail_id}/"):
        assert marketer.get(path).status_code == 403
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert packer.get(f"/mail/{mail_id}/").status_code == 404
    assert packer.post(f"/mail/{mail_id}/sendings/", {"attempts": 1}).status_code == 404
    assert packer.post(f"/mail/{mail_id}/settlement/", {"attempts": 1}).status_code == 403
    assert f"/mail/{mail_id}/" not in text(packer.get("/mail/"))
    assert packer.post(f"/mail/invoices/{ids[2]}/").status_code == 403
    assert packer.get("/").status_code == 200


def test_a_locked_vault_mails_nothing_and_shows_numbers(
    as_owner: Client, browser_of, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    sent(as_owner, f"/mail/invoices/{invoice_id}/")
    locked = browser_of(Role.BOOKKEEPER)
    page = text(locked.get("/mail/"))
    assert "Jansen" not in page
    assert "#1" in page
    answer = locked.post(f"/mail/invoices/{invoice_id}/")
    assert "vault is locked" in text(answer)
    assert Mail.objects.count() == 1


def test_a_decision_in_an_old_tab_is_none(as_owner: Client, smtp: FakeSmtp, owner: Actor) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["rcpt"] = "550 no"
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    for seen in ("", "0", "x", "99999999"):
        answer = as_owner.post(f"/mail/{mail_id}/settlement/", {"attempts": seen})
        assert answer.status_code == 409
    assert states() == ["refused"]
    assert as_owner.get("/mail/0/").status_code == 404
    assert as_owner.post("/mail/0/settlement/", {"attempts": 0}).status_code == 409


def test_who_packs_mails_delivery_notes_and_sees_those_only(
    as_owner: Client, browser_of, smtp: FakeSmtp, owner: Actor
) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    file_delivery_note(delivery_id=delivery_id, actor=owner, made_at=timezone.now())
    packer = browser_of(Role.WAREHOUSE, unlocked=True)
    assert "Send by mail" in text(packer.get(f"/deliveries/{delivery_id}/"))
    smtp.does["rcpt"] = "550 5.1.1 no"
    mail_id = sent(packer, f"/mail/deliveries/{delivery_id}/")
    assert Job.objects.latest("pk").kind == "mail.send_notes"
    assert text(packer.get("/")).count("1 mail did not go out.") == 1
    smtp.does.clear()
    sent(packer, f"/mail/{mail_id}/sendings/", attempts=1)
    assert states() == ["accepted"]
    assert f"/mail/{mail_id}/" in text(packer.get("/mail/"))
    assert text(packer.get(f"/mail/{mail_id}/")).count("Accepted by the server") == 2


def test_a_mail_that_was_not_taken_goes_out_again_by_itself(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["rcpt"] = "451 4.7.1 greylisted"
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    now = timezone.now()
    assert "is tried again" in text(as_owner.get("/"))
    assert "The next try is at" in text(as_owner.get(f"/mail/{mail_id}/"))
    assert send_what_is_due(now + timedelta(minutes=4)) == 0
    assert send_what_is_due(now + timedelta(minutes=6)) == 1
    assert send_what_is_due(now + timedelta(minutes=6)) == 0, "one job at a time"
    uid = str(Job.objects.latest("pk").uid)
    assert run_job.call(uid) == Job.State.WAITING
    assert "waits for the vault" not in text(as_owner.get("/")), "nobody needs to do anything"
    smtp.does.clear()
    lending.LOOKS.next_at = 0
    as_owner.get("/products/")
    assert run_job.call(uid) == Job.State.DONE
    assert states() == ["postponed"], "five minutes have not passed on the clock of the job"
    with travel(timedelta(minutes=6)):
        assert send_what_is_due(timezone.now()) == 1
        assert lend_and_run(as_owner) == Job.State.DONE
        assert states() == ["accepted"]
    assert len(smtp.got) == 1


def test_what_a_job_left_in_line_goes_out_by_itself(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    smtp.does["auth"] = "454 4.7.0 later"
    as_owner.post("/mail/invoices/", {"pick": invoices(owner, 3)})
    run_job.call(str(Job.objects.get().uid))
    assert states() == ["queued", "queued", "postponed"]
    smtp.does.clear()
    with travel(timedelta(minutes=16)):
        assert send_what_is_due(timezone.now()) == 3
        assert lend_and_run(as_owner) == Job.State.DONE
    assert states() == ["accepted"] * 3
    assert len(smtp.got) == 3


def test_after_two_days_it_is_given_up_and_told(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["rcpt"] = "451 4.7.1 later"
    mail_id = sent(as_owner, f"/mail/invoices/{invoice_id}/")
    passed = timedelta()
    for wait in WAITS:
        passed += wait + timedelta(seconds=30)
        with travel(passed):
            assert send_what_is_due(timezone.now()) == 1, wait
            lend_and_run(as_owner)
    with travel(passed + timedelta(days=9)):
        assert states() == ["given_up"]
        assert send_what_is_due(timezone.now()) == 0
    assert MailAttempt.objects.count() == 1 + len(WAITS)
    assert "1 mail did not go out." in text(as_owner.get("/"))
    assert "For two days" in text(as_owner.get(f"/mail/{mail_id}/"))
    smtp.does.clear()
    sent(as_owner, f"/mail/{mail_id}/sendings/", attempts=1 + len(WAITS))
    assert states() == ["accepted"]


def test_nothing_goes_out_by_itself_while_mail_is_off(
    as_owner: Client, smtp: FakeSmtp, owner: Actor
) -> None:
    (invoice_id,) = invoices(owner, 1)
    smtp.does["rcpt"] = "451 later"
    sent(as_owner, f"/mail/invoices/{invoice_id}/")
    as_owner.post("/mail/server/closed/")
    assert send_what_is_due(timezone.now() + timedelta(days=1)) == 0


def test_a_statement_goes_out_as_it_is_then(as_owner: Client, owner: Actor, smtp: FakeSmtp) -> None:
    (invoice_id,) = invoices(owner, 1)
    customer = Invoice.objects.get(pk=invoice_id).customer_id
    assert "Send by mail" in text(as_owner.get(f"/customers/{customer}/statement/"))
    mail_id = sent(as_owner, f"/mail/statements/{customer}/")
    assert states() == ["accepted"]
    (mail,) = smtp.mails
    assert mail["Subject"] == "Rekeningoverzicht van Voorbeeld BV"
    (paper,) = mail.iter_attachments()
    assert paper.get_content().startswith(b"%PDF-")
    assert f"/customers/{customer}/statement/" in text(as_owner.get(f"/mail/{mail_id}/"))
