"""E-invoices go over the access point or as a file in a mail, and failures are in one's face."""

from collections.abc import Iterator

import pytest
from django.test import Client

from klantkluis.billing.commands import CreditReason, NewCredit, issue_credit_note
from klantkluis.billing.e_delivery_rows import AccessPointKey, EDelivery
from klantkluis.billing.einvoice.validating import validate
from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company
from klantkluis.foundation.models import Job, Mail
from klantkluis.foundation.outgoing import opened_services
from klantkluis.office.jobs.worker import run_job
from rooms.story import TODAY, a_customer, a_sent_invoice
from support.fake_access_point import KEY, FakeAccessPoint, fake_access_point
from support.fake_smtp import fake_smtp

CONNECTIONS = "/company/connections/"
FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
LIST = "/e-invoices/sendings/"


@pytest.fixture
def point(as_owner: Client) -> Iterator[FakeAccessPoint]:
    with fake_access_point() as fake:
        data = {"service": "access_point", "url": fake.url, "key": KEY}
        assert as_owner.post(CONNECTIONS, data).status_code == 302
        yield fake


@pytest.fixture
def invoice_id(owner) -> int:
    return a_sent_invoice(owner, customer_id=a_customer(owner, **FIRM))


def text(answer) -> str:
    return answer.content.decode()


def sent(client: Client, path: str, **data) -> str:
    """Press a button that sends something, let the job run, and give where it led."""
    answer = client.post(path, data)
    assert answer.status_code == 302, text(answer)
    run_job.call(str(Job.objects.latest("pk").uid))
    return answer["Location"]


def test_the_connection_is_listed_and_off_and_its_key_never_shown(as_owner, invoice_id):
    page = text(as_owner.get(CONNECTIONS))
    assert "Access point of Peppol" in page
    assert "Send over Peppol" not in text(as_owner.get(f"/invoices/{invoice_id}/"))
    assert as_owner.post(f"/invoices/{invoice_id}/e-invoice/sendings/").status_code == 404
    data = {"service": "access_point", "url": "https://ap.example", "key": ""}
    assert as_owner.post(CONNECTIONS, data).status_code == 200
    assert opened_services() == ()
    data["key"] = KEY
    as_owner.post(CONNECTIONS, data)
    page = text(as_owner.get(CONNECTIONS))
    assert "https://ap.example" in page
    assert KEY not in page
    as_owner.post(f"{CONNECTIONS}access_point/closed/")
    assert not AccessPointKey.objects.exists()
    assert opened_services() == ()


def test_with_a_locked_vault_no_key_is_kept(as_locked_owner):
    data = {"service": "access_point", "url": "https://ap.example", "key": KEY}
    assert "vault is locked" in text(as_locked_owner.post(CONNECTIONS, data))
    assert opened_services() == ()


def test_an_invoice_goes_over_peppol_and_its_card_says_so(as_owner, point, invoice_id):
    assert "Send over Peppol" in text(as_owner.get(f"/invoices/{invoice_id}/"))
    where = sent(as_owner, f"/invoices/{invoice_id}/e-invoice/sendings/")
    page = text(as_owner.get(where))
    assert "Handed over" in page
    assert "ap-1" in page
    assert "Send it again" not in page
    assert where in text(as_owner.get(f"/invoices/{invoice_id}/"))
    assert where in text(as_owner.get(LIST))
    as_owner.post(f"{where}questions/")
    assert "The access point of your customer took" in text(as_owner.get(where))
    assert as_owner.post(f"/invoices/{invoice_id}/e-invoice/sendings/").status_code == 409
    assert len(point.got) == 1


def test_a_refusal_stands_on_the_first_screen_until_somebody_deals_with_it(
    as_owner, browser_of, point, invoice_id
):
    point.does = "refuse"
    where = sent(as_owner, f"/invoices/{invoice_id}/e-invoice/sendings/")
    home = text(as_owner.get("/"))
    assert "1 e-invoice did not get there." in home
    assert where in home
    assert "Els van der Jansen is unknown" in text(as_owner.get(where))
    locked = text(browser_of(Role.BOOKKEEPER).get(where))
    assert "Els van der Jansen" not in locked
    point.does = "ok"
    sent(as_owner, f"{where}again/", attempts=1)
    assert "did not get there" not in text(as_owner.get("/"))
    point.status = "rejected"
    as_owner.post(f"{where}questions/")
    assert "did not get there" in text(as_owner.get("/"))
    as_owner.post(f"{where}settlement/", {"attempts": 2})
    assert "did not get there" not in text(as_owner.get("/"))


def test_of_a_lost_connection_a_person_decides(as_owner, point, invoice_id):
    point.does = "cut"
    where = sent(as_owner, f"/invoices/{invoice_id}/e-invoice/sendings/")
    page = text(as_owner.get(where))
    assert "Send it again all the same" in page
    assert "Nobody knows whether" in page
    for seen in ("", "0", "x", "9999999"):
        assert as_owner.post(f"{where}again/", {"attempts": seen}).status_code == 409
    assert len(point.got) == 1


def test_what_a_rule_refuses_does_not_go(as_owner, point, owner):
    change_company(fields={"coc_number": ""}, actor=owner)
    invoice_id = a_sent_invoice(owner, customer_id=a_customer(owner, company="Firma"))
    answer = as_owner.post(f"/invoices/{invoice_id}/e-invoice/sendings/", follow=True)
    assert "so it is not sent" in text(answer)
    assert not EDelivery.objects.exists()


def test_a_credit_note_goes_too(as_owner, point, invoice_id, owner):
    credit = NewCredit(CreditReason.WRONG, bills_again=False)
    note = issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=TODAY)
    where = sent(as_owner, f"/credit-notes/{note}/e-invoice/sendings/")
    assert "Handed over" in text(as_owner.get(where))
    assert b"CreditNote" in point.got[0]


def test_the_file_goes_by_mail_as_it_was_issued(as_owner, invoice_id):
    assert "Mail the file" not in text(as_owner.get(f"/invoices/{invoice_id}/"))
    with fake_smtp() as smtp:
        as_owner.post("/mail/server/", {
            "host": "127.0.0.1", "security": "none", "port": smtp.port, "user": "",
            "sender_name": "Wij", "sender_address": "post@voorbeeld.nl",
        })  # fmt: skip
        assert "Mail the file" in text(as_owner.get(f"/invoices/{invoice_id}/"))
        sent(as_owner, f"/invoices/{invoice_id}/e-invoice/peppol/mails/")
        assert as_owner.post(f"/invoices/{invoice_id}/e-invoice/factur-x/mails/").status_code == 404
        (mail,) = smtp.mails
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "2026-0001.xml"
    assert attached.get_content_type() == "application/xml"
    assert validate(attached.get_content()).accepted
    assert mail["Subject"] == "E-factuur 2026-0001 van Voorbeeld BV"
    row = Mail.objects.get()
    page = text(as_owner.get("/mail/"))
    assert "E-invoice 2026-0001" in page
    leads = as_owner.get(f"/e-invoices/files/{row.about_id}/")
    assert leads["Location"] == f"/invoices/{invoice_id}/"
    assert as_owner.get("/e-invoices/files/0/").status_code == 404


def test_only_who_bills_comes_here(browser_of, as_stranger, as_owner, point, invoice_id):
    where = sent(as_owner, f"/invoices/{invoice_id}/e-invoice/sendings/")
    packer = browser_of(Role.WAREHOUSE, unlocked=True)
    for path in (LIST, where):
        assert packer.get(path).status_code == 403
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
    for path in (
        f"{where}again/", f"{where}settlement/", f"{where}questions/",
        f"/invoices/{invoice_id}/e-invoice/sendings/",
    ):  # fmt: skip
        assert packer.post(path).status_code == 403
        assert as_stranger.post(path)["Location"].startswith("/log-in/")
    assert "did not get there" not in text(packer.get("/"))
    assert browser_of(Role.SALES).get(where).status_code == 200


def test_an_empty_list_says_what_to_do(as_owner):
    assert "The connection to an access point is off." in text(as_owner.get(LIST))
    assert as_owner.get(f"{LIST}99/").status_code == 404
