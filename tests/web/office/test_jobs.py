"""Jobs: seen, waiting for the vault, failed and let go on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from klantkluis.billing.commands import draft_invoice
from klantkluis.billing.models import Invoice, InvoicePaper
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.models import Job
from klantkluis.office.jobs.worker import revive, run_job
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_line, a_product, an_order
from support.sabotage import done_behind

pytestmark = pytest.mark.usefixtures("our_company")


def text(answer) -> str:
    return answer.content.decode()


def drafts(owner, count: int) -> list[int]:
    found = []
    for index in range(count):
        order_id = an_order(owner, [a_line(a_product(owner, sku=f"D{index}"))])
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
        found.append(
            draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
        )
    return found


def begun(browser, ids: list[int]) -> Job:
    browser.post("/invoices/sendings/", {"pick": ids, "sure": "1"})
    return Job.objects.get()


def test_the_owner_sees_every_job_and_staff_their_own(as_owner, browser_of, as_stranger, owner):
    job = begun(as_owner, drafts(owner, 1))
    path = f"/jobs/{job.uid}/"
    assert path in text(as_owner.get("/jobs/"))
    assert as_stranger.get("/jobs/")["Location"].startswith("/log-in/")
    colleague = browser_of(Role.SALES)
    assert path not in text(colleague.get("/jobs/"))
    assert colleague.get(path).status_code == 404
    assert colleague.post(f"{path}runs/").status_code == 409


def test_a_job_says_how_far_it_is_and_that_one_may_leave(as_owner, owner):
    job = begun(as_owner, drafts(owner, 2))
    shown = text(as_owner.get(f"/jobs/{job.uid}/"))
    assert "0 of 2" in shown
    assert "You can leave this page" in shown
    assert 'hx-trigger="every 1s"' in shown
    run_job.call(str(job.uid))
    shown = text(as_owner.get(f"/jobs/{job.uid}/", headers={"HX-Request": "true"}))
    assert "2 of 2" in shown
    assert "every 1s" not in shown
    assert "<html" not in shown


def test_a_job_without_a_lease_waits_and_goes_on_with_a_new_one(as_owner, owner, in_process_vault):
    job = begun(as_owner, drafts(owner, 2))
    in_process_vault.server.sessions.end_lease(job.uid)
    assert run_job.call(str(job.uid)) == Job.State.WAITING
    assert "Waits for the vault" in text(as_owner.get(f"/jobs/{job.uid}/"))
    assert as_owner.post(f"/jobs/{job.uid}/runs/").status_code == 302
    assert run_job.call(str(job.uid)) == Job.State.DONE
    assert Invoice.objects.filter(number__isnull=False).count() == 2


def test_who_has_not_opened_the_vault_cannot_let_a_job_go_on(as_locked_owner, owner):
    now = timezone.now()
    job = Job.objects.create(
        uid=uuid4(), kind="invoices.send", staff_id=as_locked_owner.staff.uid, total=1,
        about={"invoice_ids": drafts(owner, 1)}, state="waiting", created_at=now,
    )  # fmt: skip
    assert as_locked_owner.post(f"/jobs/{job.uid}/runs/").status_code == 409
    assert Job.objects.get().state == Job.State.WAITING


def test_a_draft_that_is_refused_is_left_out_with_its_reason_and_the_others_go_on(as_owner, owner):
    ids = drafts(owner, 3)
    job = begun(as_owner, ids)
    Invoice.objects.get(pk=ids[1]).delete()
    run_job.call(str(job.uid))
    shown = text(as_owner.get(f"/jobs/{job.uid}/"))
    assert "deleted in the meantime" in shown
    assert f'href="/invoices/{ids[1]}/"' in shown
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2]


def test_a_job_that_was_killed_half_way_goes_on_and_sends_nothing_twice(as_owner, owner):
    ids = drafts(owner, 3)
    job = begun(as_owner, ids)
    as_owner.post(f"/invoices/{ids[0]}/number/")
    done_behind("DELETE FROM billing_invoicepaper")
    Job.objects.update(state="running", beat_at=timezone.now() - timedelta(minutes=5))
    assert "Stopped half-way" in text(as_owner.get(f"/jobs/{job.uid}/"))
    as_owner.post(f"/jobs/{job.uid}/runs/")
    assert run_job.call(str(job.uid)) == Job.State.DONE
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert InvoicePaper.objects.count() == 3


def test_a_job_is_done_once_however_often_it_is_in_line(as_owner, owner):
    job = begun(as_owner, drafts(owner, 1))
    assert run_job.call(str(job.uid)) == Job.State.DONE
    assert run_job.call(str(job.uid)) == ""
    assert as_owner.post(f"/jobs/{job.uid}/runs/").status_code == 409


def test_a_job_of_somebody_who_left_fails_and_says_why(browser_of, as_owner, owner):
    colleague = browser_of(Role.SALES, unlocked=True)
    job = begun(colleague, drafts(owner, 1))
    colleague.staff.is_active = False
    colleague.staff.save()
    assert run_job.call(str(job.uid)) == Job.State.FAILED
    assert "is closed" in text(as_owner.get(f"/jobs/{job.uid}/"))
    assert Invoice.objects.filter(number__isnull=False).count() == 0


def test_an_office_that_starts_puts_interrupted_jobs_back_in_line(as_owner, owner):
    begun(as_owner, drafts(owner, 1))
    Job.objects.update(state="running")
    assert revive() == 1
    assert Job.objects.get().state == Job.State.QUEUED


def test_an_unexpected_mistake_is_a_code_and_names_nobody(as_owner, owner, monkeypatch, caplog):
    job = begun(as_owner, drafts(owner, 1))

    def break_down(**_arguments):
        raise ValueError("Jansen, Dorpsstraat 12")

    monkeypatch.setattr("klantkluis.billing.jobs.send_invoice", break_down)
    assert run_job.call(str(job.uid)) == Job.State.FAILED
    job.refresh_from_db()
    assert job.problem == "unexpected"
    assert "Jansen" not in str(job.__dict__)
    assert "ValueError" in caplog.text
    assert "Jansen" not in caplog.text.replace('raise ValueError("Jansen, Dorpsstraat 12")', "")
