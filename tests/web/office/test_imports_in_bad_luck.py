"""Imports when something is against them: bad files, a locked vault, a stopped worker, a day."""

import pytest
from django.utils import timezone

from import_pages import CSV, ask, chosen, previewed, text, upload, worked
from klantkluis.customers.models import Customer
from klantkluis.foundation.models import Job
from klantkluis.office.imports import views, work
from klantkluis.office.imports.forgetting import forget_imports
from klantkluis.office.imports.models import KEPT_FOR, ImportFile, ImportPart
from klantkluis.office.jobs.worker import run_job

pytestmark = pytest.mark.usefixtures("our_company")
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF file."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"PK\x03\x04 broken", "The spreadsheet cannot be read"),
        (b"ordernummer;orderdatum;naam\n1;2;3\n", "This is a list of orders."),
        (b"sku;name;price\nA;B;1\n", "This is a list of products."),
        (b"x" * 10_000_001, "The file is larger than 10 MB."),
    ],
)
def test_a_bad_file_is_refused_beside_the_field_and_not_kept(as_owner, content, said):
    answer = upload(as_owner, content)
    assert answer.status_code == 200
    assert said in text(answer)
    assert "id_file_error" in text(answer)
    assert not ImportFile.objects.exists()


def test_a_request_that_is_too_large_for_memory_is_refused_with_a_reason(as_owner):
    answer = upload(as_owner, b"x" * 11_000_000)
    assert "It may be no larger than 10 MB." in text(answer)


def test_with_a_locked_vault_the_page_says_what_to_do_and_the_file_stays_chosen(as_locked_owner):
    page = text(as_locked_owner.get("/imports/"))
    assert "stays chosen" in page
    assert "data-unlock" in page
    answer = upload(as_locked_owner, CSV, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#messages"
    assert not ImportFile.objects.exists()


def test_choices_made_while_the_vault_locks_come_along_through_the_lock(as_owner):
    row = previewed(as_owner, CSV)
    as_owner.post("/vault/lock/")
    answer = ask(as_owner, row)
    assert answer.status_code == 409
    assert "goes on as soon as the vault is open" in text(answer)
    row.refresh_from_db()
    assert row.imported_at is None


def test_a_job_that_finds_the_vault_locked_waits_and_goes_on(as_owner, in_process_vault):
    row = previewed(as_owner, CSV)
    ask(as_owner, row)
    job = Job.objects.latest("pk")
    in_process_vault.owner().end_lease(job.uid)
    assert run_job.func(str(job.uid)) == Job.State.WAITING
    assert "Unlock it and let the work go on" in text(as_owner.get(f"/imports/{row.uid}/"))
    as_owner.post(f"/imports/{row.uid}/again/")
    assert worked() == Job.State.DONE
    assert Customer.objects.count() == 2


def test_work_that_was_stopped_half_way_is_done_again_without_doubles(as_owner, monkeypatch):
    def stop(*_: object, **_more: object) -> None:
        raise RuntimeError("the process ends between the last batch and the note of the result")

    row = previewed(as_owner, CSV)
    ask(as_owner, row, "good")
    with monkeypatch.context() as stopped:
        stopped.setattr(work, "finish", stop)
        assert worked() == Job.State.FAILED
    assert Customer.objects.count() == 2
    assert "Let it go on" in text(as_owner.get(f"/imports/{row.uid}/"))
    as_owner.post(f"/imports/{row.uid}/again/")
    assert worked() == Job.State.DONE
    assert Customer.objects.count() == 2
    row.refresh_from_db()
    assert (row.result["added"], row.result["unchanged"]) == (0, 2)


def test_a_large_file_is_read_and_previewed_by_the_worker(as_owner, monkeypatch):
    monkeypatch.setattr(views, "SMALL_FILE", 10)
    monkeypatch.setattr(views, "FEW_ROWS", 1)
    upload(as_owner, CSV)
    row = ImportFile.objects.get()
    page = as_owner.get(f"/imports/{row.uid}/")
    assert 'hx-trigger="every 1s"' in text(page)
    assert worked() == Job.State.DONE
    answer = as_owner.get(f"/imports/{row.uid}/", headers=HTMX)
    assert answer["HX-Redirect"] == f"/imports/{row.uid}/"
    as_owner.post(f"/imports/{row.uid}/columns/", chosen(as_owner, row))
    row.refresh_from_db()
    assert row.previewed_at is None
    assert worked() == Job.State.DONE
    row.refresh_from_db()
    assert row.counts["new"] == 2


def test_a_large_file_that_is_refused_says_so_later_and_is_not_kept(as_owner, monkeypatch):
    monkeypatch.setattr(views, "SMALL_FILE", 1)
    upload(as_owner, b"ordernummer;orderdatum;naam\n1;2;3\n")
    row = ImportFile.objects.get()
    worked()
    assert "This is a list of orders." in text(as_owner.get(f"/imports/{row.uid}/"))
    row.refresh_from_db()
    assert row.contents == b""


def test_a_wide_preview_is_paged(as_owner):
    rows = "".join(f"{n};Klant Nummer{n};Ede\n" for n in range(250))
    row = previewed(as_owner, "klantnummer;naam;plaats\n" + rows)
    assert row.counts["new"] == 250
    first = text(as_owner.get(f"/imports/{row.uid}/"))
    assert "Page 1 of 3" in first
    last = text(as_owner.get(f"/imports/{row.uid}/?page=3"))
    assert "Nummer249" in last
    assert "Nummer99" not in last
    assert as_owner.get(f"/imports/{row.uid}/?page=999").status_code == 200
    assert as_owner.get(f"/imports/{row.uid}/?page=x").status_code == 200


def test_when_it_is_done_the_file_and_its_good_rows_are_gone(as_owner):
    row = previewed(as_owner, CSV)
    assert row.contents
    ask(as_owner, row)
    worked()
    row.refresh_from_db()
    assert row.contents == b""
    assert not ImportPart.objects.filter(file=row, kind="all").exists()


def test_after_a_day_nothing_is_left(as_owner):
    row = previewed(as_owner, CSV)
    assert forget_imports.func() == 0
    ImportFile.objects.filter(pk=row.pk).update(created_at=timezone.now() - KEPT_FOR)
    assert forget_imports.func() == 1
    assert not ImportPart.objects.exists()


def test_the_lease_ends_with_the_job(as_owner, in_process_vault):
    row = previewed(as_owner, CSV)
    ask(as_owner, row)
    worked()
    assert not any(in_process_vault.has_lease(job.uid) for job in Job.objects.all())
