"""The pages of the privacy statement, its checks and versions, and of the register."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company
from klantkluis.foundation.models import Job, OutgoingService
from klantkluis.office.cli import proving as command
from klantkluis.office.statement.proving import PROVE
from klantkluis.privacy.commands import publish_statement
from klantkluis.privacy.models import (
    ActivityNote,
    ProcessorNote,
    ProofResult,
    ProofRun,
    SentenceConfirmation,
    StatementVersion,
)
from klantkluis.privacy.proofs.checks import CHECKS
from klantkluis.privacy.proofs.running import Result, keep_run
from klantkluis.shop.commands.pages import write_first_pages
from klantkluis.shop.commands.selling import change_shop
from klantkluis.shop.selling import ShopFields
from rooms.story import a_customer

_Outcome = ProofResult.Outcome


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def keep(*results: Result) -> None:
    now = timezone.now()
    keep_run(results, began=now, ended=now)


def test_each_sentence_is_shown_with_its_grade_and_how_it_stands(as_owner):
    page = text(as_owner.get("/privacy/statement/"))
    assert "We keep no bank account numbers of customers." in page
    assert "measured on this system" in page
    assert "proven by the tests of this release" in page
    assert "To be confirmed" in page
    assert "No version was published yet" in page


def test_a_red_check_is_seen_beside_its_sentence_and_on_the_first_screen(as_owner, owner):
    publish_statement(actor=owner, now=timezone.now())
    keep(Result("accounts.columns", _Outcome.RED, 1, ("catalogue_product.place: row 7",)))
    page = text(as_owner.get("/privacy/statement/"))
    assert "catalogue_product.place: row 7" in page
    assert "No bank account number in the database" in page
    assert "In doubt" in page
    assert "of the privacy statement are in doubt" in text(as_owner.get("/"))
    assert "catalogue_product.place: row 7" in text(as_owner.get("/privacy/statement/proofs/"))


def test_a_result_of_long_ago_proves_nothing(as_owner):
    long_ago = timezone.now() - timedelta(days=8)
    keep_run([Result("books.whole", _Outcome.GREEN)], began=long_ago, ended=long_ago)
    assert "Too long ago" in text(as_owner.get("/privacy/statement/proofs/"))


def test_the_owner_publishes_and_sees_what_changed(as_owner, owner):
    as_owner.post("/privacy/statement/publication/")
    assert StatementVersion.objects.get().number == 1
    change_company(fields={"phone": "030 123 45 67"}, actor=owner)
    page = text(as_owner.get("/privacy/statement/"))
    assert "1 sentence differs from what is published" in page
    assert "030 123 45 67" in page
    assert "something else than what is published" in text(as_owner.get("/"))
    as_owner.post("/privacy/statement/publication/")
    history = text(as_owner.get("/privacy/statement/versions/"))
    assert "Version 2" in history
    assert "1 sentence changed" in history
    assert "This is version 1 of" in text(as_owner.get("/privacy/statement/versions/1/"))
    assert as_owner.get("/privacy/statement/versions/9/").status_code == 404


def test_what_is_on_and_not_named_is_said_instead_of_published(as_owner, owner):
    OutgoingService.objects.create(
        name="access_point", url="https://ap.example", staff_id=owner.staff_id
    )
    page = text(as_owner.post("/privacy/statement/publication/", follow=True))
    assert "First say who this is: access point for e-invoices" in page
    assert not StatementVersion.objects.exists()
    as_owner.post(
        "/privacy/register/recipients/access_point/",
        {"name": "Peppolhuis BV", "country": "NL", "agreed_on": "2026-01-02", "safeguard": ""},
    )
    assert ProcessorNote.objects.get().name == "Peppolhuis BV"
    as_owner.post("/privacy/statement/publication/")
    assert "Peppolhuis BV" in StatementVersion.objects.get().body_nl


def test_what_protects_data_elsewhere_is_asked_beside_its_field(as_owner):
    page = text(
        as_owner.post(
            "/privacy/register/recipients/accountant/", {"name": "Books Inc", "country": "US"}
        )
    )
    assert "something has to protect the data" in page
    assert "Books Inc" in page


def test_the_owner_confirms_what_people_do(as_owner):
    as_owner.post("/privacy/statement/confirmations/", {"sentence": "P10.network"})
    assert SentenceConfirmation.objects.get().sentence == "P10.network"
    assert as_owner.post("/privacy/statement/confirmations/", {"sentence": "x"}).status_code != 200
    assert SentenceConfirmation.objects.count() == 1


def test_a_colleague_reads_and_changes_nothing(browser_of):
    reader = browser_of(Role.WAREHOUSE)
    for path in ("statement/", "statement/proofs/", "statement/versions/", "register/"):
        page = text(reader.get(f"/privacy/{path}"))
        assert 'action="/privacy/' not in page
    assert reader.post("/privacy/statement/publication/").status_code == 403
    assert reader.get("/privacy/register/pdf/").status_code == 403


def test_proving_is_a_job_with_a_bar(as_owner, monkeypatch):
    from klantkluis.office.jobs import worker

    monkeypatch.setattr(worker, "_put_in_line", lambda uid: worker.run_job.func(str(uid)))
    answer = as_owner.post("/privacy/statement/runs/")
    job = Job.objects.get(kind=PROVE)
    assert answer["Location"] == f"/jobs/{job.uid}/"
    assert (job.state, job.done, job.total) == ("done", 100, 100)
    run = ProofRun.objects.get()
    assert ProofResult.objects.filter(run=run).exclude(outcome="failed").count() == len(CHECKS)
    assert "To the privacy statement" in text(as_owner.get(f"/jobs/{job.uid}/"))


def test_the_command_proves_with_a_line_for_each_check(
    our_company, in_process_vault, monkeypatch, capsys
):
    monkeypatch.setattr(command, "prepare", lambda: None)
    in_process_vault.owner()
    assert command.run_prove(as_json=True) == 1, "nothing was published yet"
    said = capsys.readouterr()
    found = json.loads(said.out.splitlines()[-1])
    assert len(found["checks"]) == said.err.count(" s\n") == len(CHECKS)
    outcomes = {each["id"]: each["outcome"] for each in found["checks"]}
    assert outcomes["statement.published"] == "red"
    assert outcomes["accounts.columns"] == "green"
    sentences = {each["id"]: each for each in found["sentences"]}
    assert sentences["who.controller"]["standing"] == "doubt"
    assert sentences["P3.no-accounts"]["nl"] == [
        "**Bankrekeningnummers van klanten bewaren wij niet.**"
    ]


def test_the_command_says_in_words_what_is_wrong(
    our_company, in_process_vault, monkeypatch, capsys
):
    monkeypatch.setattr(command, "prepare", lambda: None)
    assert command.run_prove(as_json=False) == 1
    said = capsys.readouterr().out
    assert "statement.published: no privacy statement was published yet" in said
    assert "doubt  measured        who.controller" in said


def test_the_register_is_a_page_and_three_files(as_owner):
    page = text(as_owner.get("/privacy/register/"))
    assert "Invoices and books" in page
    assert "legal obligation (GDPR art. 6(1)(c); AWR art. 52" in page
    assert as_owner.get("/privacy/register/pdf/").content.startswith(b"%PDF")
    table = b"".join(as_owner.get("/privacy/register/csv/").streaming_content).decode("utf-8-sig")
    assert "Voorbeeld BV" in table
    linked = as_owner.get("/privacy/register/json-ld/")
    assert linked["Content-Type"] == "application/ld+json"
    assert b"dpv:Process" in linked.content


def test_a_name_that_is_a_formula_or_markup_stays_a_name(as_owner):
    name = '=HYPERLINK("x")<script>alert(1)</script> **dik** [hier](http://elders.example)'
    data = {"name": name, "country": "NL", "agreed_on": "2026-01-05", "safeguard": ""}
    assert as_owner.post("/privacy/register/recipients/accountant/", data).status_code == 302
    assert as_owner.post("/privacy/statement/publication/").status_code == 302
    for path in ("register/", "register/recipients/", "statement/", "statement/versions/1/"):
        shown = text(as_owner.get(f"/privacy/{path}"))
        assert "&lt;script&gt;alert(1)" in shown, path
        assert "<script>alert" not in shown, path
    table = b"".join(as_owner.get("/privacy/register/csv/").streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in {"=", "+", "@"}] == []


def test_the_owner_says_why_no_assessment_is_needed(as_owner):
    path = "/privacy/register/activities/books/"
    assert "ordinary administration" in text(as_owner.get(path))
    as_owner.post(path, {"no_dpia_nl": "Omdat het niet hoeft.", "no_dpia_en": "It need not."})
    assert ActivityNote.objects.get().activity == "books"
    assert "It need not." in text(as_owner.get("/privacy/register/"))
    assert as_owner.get("/privacy/register/activities/nothing/").status_code == 404


def test_the_page_of_the_shop_leads_to_the_statement(as_owner, owner):
    change_shop(fields=ShopFields(name="De Winkel"), actor=owner)
    write_first_pages(actor=owner)
    assert as_owner.get("/shop/pages/privacy/")["Location"] == "/privacy/statement/"


def test_a_customer_shows_which_statement_they_met(as_owner, owner):
    publish_statement(actor=owner, now=datetime(2026, 11, 1, 12, tzinfo=UTC))
    customer_id = a_customer(owner)  # of the twentieth
    assert "version 1" in text(as_owner.get(f"/customers/{customer_id}/"))


@pytest.mark.parametrize(
    "path", ["statement/", "statement/proofs/", "statement/versions/", "register/"]
)
def test_pages_ask_a_constant_number_of_questions(path, as_owner, owner):
    publish_statement(actor=owner, now=timezone.now())
    with CaptureQueriesContext(connection) as few:
        as_owner.get(f"/privacy/{path}")
    for number in range(5):
        keep(Result("books.whole", _Outcome.GREEN), Result("audit.whole", _Outcome.RED, 1, ("x",)))
        change_company(fields={"phone": f"030 123 45 6{number}"}, actor=owner)
        publish_statement(actor=owner, now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        as_owner.get(f"/privacy/{path}")
    assert len(many) <= len(few) + 2
