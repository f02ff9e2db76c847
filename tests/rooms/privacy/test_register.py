"""The register of processing: whole, true to what is declared, and readable by other programs."""

import csv
import json
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import rdflib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from klantkluis.core.declared import Activity, LegalBasis
from klantkluis.core.retention import RULES
from klantkluis.foundation.inventory import declared, declared_by_the_site
from klantkluis.foundation.letterhead import branding_of
from klantkluis.foundation.models import OutgoingService
from klantkluis.privacy.commands import RegisterWrong, name_processor, note_activity
from klantkluis.privacy.register import words
from klantkluis.privacy.register.activities import ABOUT
from klantkluis.privacy.register.printing import printed
from klantkluis.privacy.register.recipients import BY_ACTIVITY, KINDS, SWITCHED
from klantkluis.privacy.register.sheets import register
from klantkluis.privacy.register.terms import article_in_words
from klantkluis.privacy.register.writing import header, json_ld, table

pytestmark = pytest.mark.usefixtures("our_company")
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
STANDARDS = Path(__file__).parents[4] / "shared" / "standards" / "privacy" / "dpv-2.3"
DPV = rdflib.Namespace("https://w3id.org/dpv#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")


def every_field():
    return [each for room in (*declared(), declared_by_the_site()) for each in room.personal]


def test_every_field_that_is_declared_stands_on_a_sheet():
    sheets = register().sheets
    for field in every_field():
        assert any(
            field.category in sheet.categories
            and field.purpose in sheet.purposes
            and field.basis in dict(sheet.bases)
            and field.term in {kept.term for kept in sheet.kept}
            for sheet in sheets
        ), field


def test_nothing_stands_in_the_register_that_is_not_declared():
    fields = every_field()
    for sheet in register().sheets:
        assert set(sheet.categories) <= {field.category for field in fields}
        assert set(sheet.purposes) <= {field.purpose for field in fields}


def test_each_sheet_has_every_field_of_article_30():
    for sheet in register().sheets:
        for part in (
            sheet.title, sheet.purpose, sheet.purposes, sheet.bases, sheet.subjects,
            sheet.categories, sheet.kept, sheet.measures, sheet.sources, sheet.no_dpia,
            sheet.created_at, sheet.updated_at,
        ):  # fmt: skip
            assert part, sheet.activity
        assert all("GDPR art. 6(1)" in article for _basis, article in sheet.bases)
        assert all(kept.length for kept in sheet.kept)


def test_every_activity_has_words_and_knows_who_gets_something():
    assert set(Activity) == ABOUT.keys() == BY_ACTIVITY.keys()
    assert {kind for kinds in BY_ACTIVITY.values() for kind in kinds} == KINDS.keys()
    assert KINDS.keys() >= SWITCHED


def test_every_term_of_the_vocabulary_has_words_in_both_languages():
    for sheet in register().sheets:
        for term in (*sheet.categories, *sheet.purposes, *sheet.subjects, *sheet.measures):
            with override("nl"):
                dutch = words.label(term)
            with override("en"):
                english = words.label(term)
            assert dutch != term
            assert english != term


def test_who_is_off_gets_nothing_and_who_is_on_is_named(owner):
    def names() -> set[str]:
        return {each.kind for sheet in register().sheets for each in sheet.recipients}

    assert names() & SWITCHED == set()
    OutgoingService.objects.create(name="vies", url="https://ec.europa.eu", staff_id=uuid4())
    assert names() & SWITCHED == {"vies"}


def test_the_owner_says_why_no_assessment_is_needed_and_the_last_word_holds(owner):
    for dutch in ("Eerst dit.", "Toen dat."):
        note_activity(activity=Activity.BOOKS, no_dpia_nl=dutch, no_dpia_en="", actor=owner)
    sheet = next(each for each in register().sheets if each.activity is Activity.BOOKS)
    assert sheet.no_dpia == "Toen dat."
    with pytest.raises(RegisterWrong):
        note_activity(activity=Activity.BOOKS, no_dpia_nl=" ", no_dpia_en="x", actor=owner)


@pytest.mark.parametrize(
    "wrong", [{"kind": "nobody"}, {"agreed_on": date(2026, 11, 27)}, {"country": "US"}]
)
def test_what_cannot_be_true_of_a_recipient_is_refused(owner, wrong):
    fields = {"kind": "host", "name": "x", "country": "NL", "agreed_on": None, "safeguard": ""}
    with pytest.raises(RegisterWrong):
        name_processor(**(fields | wrong), actor=owner, today=TODAY)


def test_the_table_has_a_row_for_each_sheet_and_a_heading_for_each_cell():
    rows = list(table(register()))
    assert {len(row) for row in rows} == {len(header())}
    assert [row[0] for row in rows] == [sheet.title for sheet in register().sheets]


def graph() -> rdflib.Graph:
    found = rdflib.Graph()
    with warnings.catch_warnings():  # the reader uses a class of its own that it deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        found.parse(data=json_ld(register()), format="json-ld")
    return found


def test_the_register_is_linked_data_with_a_process_for_each_activity():
    found = graph()
    processes = set(found.subjects(rdflib.RDF.type, DPV.Process))
    assert len(processes) == len(register().sheets)
    assert processes == set(found.subjects(rdflib.RDF.type, DPV.PersonalDataHandling))
    for process in processes:
        for name in (
            "hasPurpose", "hasLegalBasis", "hasPersonalData", "hasDataSubject",
            "hasDataController", "hasTechnicalMeasure", "hasOrganisationalMeasure",
        ):  # fmt: skip
            assert list(found.objects(process, DPV[name])), (process, name)
        assert list(found.objects(process, DCT.title))


def terms_used() -> set[str]:
    """Give every term of the vocabulary that stands in the register, or may come to stand there."""
    spaces = tuple(words.VOCABULARY.values())
    found = {str(part) for triple in graph() for part in triple if str(part).startswith(spaces)}
    found |= {words.iri(each.category) for each in every_field()}
    found |= {words.iri(each.purpose) for each in every_field()}
    found |= {words.iri(basis.value) for basis in LegalBasis}
    declared_words = (words.CATEGORIES, words.PURPOSES, words.SUBJECTS, words.MEASURES)
    return found | {words.iri(term) for each in declared_words for term in each}


@pytest.mark.skipif(not STANDARDS.exists(), reason="the vocabulary is not on this machine")
def test_every_term_is_one_of_the_data_privacy_vocabulary(owner):
    name_processor(
        kind="accountant", name="X", country="US", agreed_on=None, safeguard="clauses",
        actor=owner, today=TODAY,
    )  # fmt: skip
    known = set()
    for path in STANDARDS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            known |= {row.get("iri", "") for row in csv.DictReader(file)}
    assert terms_used() - known == set()


def test_terms_are_those_of_the_rules():
    with override("en"):
        for sheet in register().sheets:
            for kept in sheet.kept:
                assert kept.law == RULES[kept.term].law


def test_it_is_printed_with_a_sheet_for_each_activity(our_company):
    for language in ("nl", "en"):
        with override(language):
            paper = printed(register(), our_company, language=language, now=NOW)
            pdf = paper(branding_of(our_company, language=language))
        assert pdf.startswith(b"%PDF-1.7")
        assert pdf == paper(branding_of(our_company, language=language))


def test_the_json_names_us_and_nobody_else():
    said = json.loads(json_ld(register()))
    assert said["dpv:hasDataController"]["schema:name"] == "Voorbeeld BV"


def test_the_register_asks_a_constant_number_of_questions(owner):
    with CaptureQueriesContext(
        connection,
    ) as few:
        register()
    for activity in Activity:
        note_activity(activity=activity, no_dpia_nl="Omdat.", no_dpia_en="", actor=owner)
    with CaptureQueriesContext(connection) as many:
        register()
    assert len(many) == len(few) <= 14


def test_articles_are_cited_as_the_reader_does():
    with override("nl"):
        assert article_in_words("GDPR art. 6(1)(b); AWR art. 52(4)") == (
            "AVG art. 6 lid 1 onder b; AWR art. 52 lid 4"
        )
    with override("en"):
        assert article_in_words("GDPR art. 17(3)(e)") == "GDPR art. 17(3)(e)"
