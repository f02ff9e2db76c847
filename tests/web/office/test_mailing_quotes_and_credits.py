"""Quotes and credit notes go out by mail with their paper as it was issued."""

import pytest
from django.test import Client

from klantkluis.billing.commands import CreditReason, NewCredit, issue_credit_note
from klantkluis.billing.queries.credits import credit_paper_of
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Job, Mail
from klantkluis.office.jobs.worker import run_job
from klantkluis.sales.commands import revise_quote
from rooms.quoting import a_quote, an_issued_quote, said
from rooms.story import TODAY, a_line, a_product, a_sent_invoice
from support.fake_smtp import FakeSmtp

pytestmark = pytest.mark.usefixtures("our_company")


def text(answer) -> str:
    return answer.content.decode()


def mailed(client: Client, path: str) -> int:
    answer = client.post(path)
    assert answer.status_code == 302, text(answer)
    run_job.call(str(Job.objects.latest("pk").uid))
    return Mail.objects.latest("pk").pk


def test_a_quote_goes_out_as_it_was_issued(as_owner: Client, owner: Actor, smtp: FakeSmtp) -> None:
    chair = a_product(owner)
    quote_id = an_issued_quote(owner, a_line(chair))
    revise_quote(quote_id=quote_id, version=1, quote=said(a_line(chair, "5")), actor=owner)
    assert "Send by mail" in text(as_owner.get(f"/quotes/{quote_id}/"))
    mail_id = mailed(as_owner, f"/mail/quotes/{quote_id}/")
    (mail,) = smtp.mails
    assert mail["Subject"] == "Offerte 1 van Voorbeeld BV"
    body = mail.get_body(("plain",)).get_content()
    assert "€ 379,00" in body.replace("\N{NO-BREAK SPACE}", " ")
    assert "20 december 2026" in body
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == "offerte-1-1.pdf"
    assert paper.get_content() == as_owner.get(f"/quotes/{quote_id}/versions/1/paper/").content
    assert f"/quotes/{quote_id}/" in text(as_owner.get(f"/mail/{mail_id}/"))
    assert f"/mail/{mail_id}/" in text(as_owner.get(f"/quotes/{quote_id}/"))


def test_a_quote_that_nobody_issued_is_not_mailed(
    as_owner: Client, owner: Actor, smtp: FakeSmtp
) -> None:
    quote_id = a_quote(owner, a_line(a_product(owner)))
    assert "Send by mail" not in text(as_owner.get(f"/quotes/{quote_id}/"))
    refused = as_owner.post(f"/mail/quotes/{quote_id}/")
    assert refused.status_code == 409
    assert "Issue the quote first." in text(refused)
    assert as_owner.post("/mail/quotes/0/").status_code == 409
    assert not Mail.objects.exists()


def test_a_credit_note_goes_out_with_its_paper(
    as_owner: Client, owner: Actor, smtp: FakeSmtp
) -> None:
    credit = NewCredit(reason=CreditReason.WRONG, bills_again=False)
    note_id = issue_credit_note(
        invoice_id=a_sent_invoice(owner), credit=credit, actor=owner, today=TODAY
    )
    assert "Send by mail" in text(as_owner.get(f"/credit-notes/{note_id}/"))
    mail_id = mailed(as_owner, f"/mail/credit-notes/{note_id}/")
    (mail,) = smtp.mails
    assert mail["Subject"] == "Creditnota C2026-0001 van Voorbeeld BV"
    assert "2026-0001" in mail.get_body(("plain",)).get_content()
    (paper,) = mail.iter_attachments()
    assert paper.get_content() == credit_paper_of(credit_note_id=note_id, vault=owner.vault)
    assert f"/credit-notes/{note_id}/" in text(as_owner.get(f"/mail/{mail_id}/"))
    assert as_owner.post("/mail/credit-notes/0/").status_code == 409


def test_who_may_not_sell_mails_no_quote(browser_of, client: Client, owner: Actor) -> None:
    quote_id = an_issued_quote(owner, a_line(a_product(owner)))
    for role in (Role.WAREHOUSE, Role.BOOKKEEPER, Role.MARKETING):
        colleague = browser_of(role)
        assert colleague.post(f"/mail/quotes/{quote_id}/").status_code == 403
        if role is not Role.BOOKKEEPER:
            assert colleague.post("/mail/credit-notes/1/").status_code == 403
    assert client.post(f"/mail/quotes/{quote_id}/").status_code == 302
    assert not Mail.objects.exists()
