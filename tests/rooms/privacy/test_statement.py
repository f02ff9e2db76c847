"""The privacy statement: what it says follows from what is declared and switched on."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.company import change_company
from klantkluis.foundation.models import Event, OutgoingService
from klantkluis.messages.published import ThingKind
from klantkluis.privacy.commands import (
    RegisterWrong,
    SentenceUnknown,
    StatementIncomplete,
    confirm_sentence,
    name_processor,
    publish_statement,
    show_published,
)
from klantkluis.privacy.models import StatementVersion
from klantkluis.privacy.proofs.standing import Standing, standing_of
from klantkluis.privacy.register import terms
from klantkluis.privacy.register.setting import Setting, setting
from klantkluis.privacy.statement.composing import body, compose
from klantkluis.privacy.statement.confirming import confirmations
from klantkluis.privacy.statement.sentences import every_sentence
from klantkluis.privacy.statement.shapes import Grade
from klantkluis.privacy.statement.versions import (
    differences,
    is_shown,
    newest,
    version_of,
    versions,
)
from klantkluis.shop.commands.pages import PageWrong, publish_page, remove_page, write_first_pages
from klantkluis.shop.commands.selling import change_shop
from klantkluis.shop.models import SiteLink
from klantkluis.shop.pages import first_page, page_that_was_shown, page_versions
from klantkluis.shop.publishing import body_of
from klantkluis.shop.selling import ShopFields
from rooms.story import a_customer

pytestmark = pytest.mark.usefixtures("our_company")
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
TESTS = Path(__file__).parents[3]


@pytest.fixture
def shop(owner) -> None:
    change_shop(fields=ShopFields(name="De Winkel"), actor=owner)
    write_first_pages(actor=owner)


def words(language: str = "en", now: Setting | None = None) -> str:
    return body(compose(now), language, number=1, day=TODAY)


def test_every_promise_has_a_sentence(shop):
    said = {name.partition(".")[0] for name in compose().ids()}
    assert {f"P{n}" for n in range(1, 17)} <= said


def test_every_sentence_has_a_name_of_its_own():
    names = [each.id for each in every_sentence()]
    assert len(names) == len(set(names))
    assert all(name.partition(".")[2] for name in names)


def test_every_test_that_a_sentence_rests_on_exists():
    for sentence in every_sentence():
        for name in sentence.tests:
            path, _colons, truth = name.partition("::")
            assert f"def {truth}(" in (TESTS / path).read_text(), name
        assert sentence.tests or sentence.grade is not Grade.RELEASE, sentence.id
        assert sentence.role or sentence.grade is not Grade.ORGANISATIONAL, sentence.id


@pytest.mark.parametrize(
    "needed",
    [
        "Voorbeeld BV", "12345678", "legitimate interest", "The law obliges us", "our agreement",
        "said yes", "7 years after the end of the book year", "2 years after the last time",
        "See your data", "corrected", "erased", "without using them", "Take along", "Object",
        "Take back a consent", "Autoriteit Persoonsgegevens", "No computer takes decisions",
        "European Economic Area", "You do not have to give us", "in any of the ways",
    ],
)  # fmt: skip
def test_nothing_that_the_gdpr_wants_to_be_told_is_missing(needed, shop):
    """GDPR art. 13(1) and (2)."""
    assert needed in words()


def test_both_languages_say_the_same_sentences_and_neither_is_left_untranslated(shop):
    for part in compose().sections:
        for each in part.said:
            assert len(each.nl) == len(each.en) >= 1
            if each.sentence.id != "who.reach":
                assert each.nl != each.en, each.sentence.id


def test_without_a_shop_nothing_is_said_of_a_website():
    assert "This website" not in words()
    assert "website" not in words("nl", replace(setting(), shop=None)).lower()


def test_the_same_settings_give_the_same_words(shop):
    assert compose() == compose()
    assert compose().digest == compose(setting()).digest


def test_a_term_that_was_decided_otherwise_is_said_otherwise(monkeypatch):
    before = compose().digest
    monkeypatch.setattr(terms, "DECISIONS", [lambda: {Term.QUOTE: 6}])
    assert "6 months after the day on which a quote expired" in words()
    assert compose().digest != before


def test_each_term_of_the_rules_has_words():
    assert all(terms.term_in_words(term, terms.lengths()) for term in RULES)


def test_who_is_switched_on_has_to_be_named_before_it_is_published(owner):
    on = setting()
    assert publish_statement(actor=owner, now=NOW) == 1
    SiteLink.objects.create(
        pk=1, site_id=uuid4(), url="https://winkel.example", site_key=bytes(32), paired_at=NOW,
        staff_id=uuid4(),
    )  # fmt: skip
    assert setting().on == on.on | {"host"}
    with pytest.raises(StatementIncomplete, match="webwinkel"):
        publish_statement(actor=owner, now=NOW)
    name_processor(
        kind="host", name="Serverhuis BV", country="NL", agreed_on=TODAY, safeguard="",
        actor=owner, today=TODAY,
    )  # fmt: skip
    assert publish_statement(actor=owner, now=NOW) == 2
    assert "Serverhuis BV (host of the web shop)" in words()


def test_outside_the_eea_something_protects_the_data_and_the_statement_says_what(owner):
    OutgoingService.objects.create(name="access_point", url="https://ap.example", staff_id=uuid4())
    outside = {"kind": "access_point", "name": "Peppol Inc", "country": "US", "agreed_on": None}
    with pytest.raises(RegisterWrong):
        name_processor(**outside, safeguard=" ", actor=owner, today=TODAY)
    name_processor(
        **outside, safeguard="adequacy decision of 10 July 2023", actor=owner, today=TODAY
    )
    assert "outside the European Economic Area (US)" in words()
    assert "do not leave" not in words()
    outside["name"] = ""
    name_processor(**outside, safeguard="", actor=owner, today=TODAY)
    assert "do not leave" in words()


def test_the_same_words_make_no_second_version(owner):
    assert publish_statement(actor=owner, now=NOW) == 1
    assert publish_statement(actor=owner, now=NOW + timedelta(days=9)) == 1
    change_company(fields={"phone": "030 123 45 67"}, actor=owner)
    assert publish_statement(actor=owner, now=NOW + timedelta(days=10)) == 2
    (changed,) = differences(versions()[1], versions()[0])
    assert changed.id == "who.reach"
    assert "030 123 45 67" in changed.after["nl"]
    assert "030 123 45 67" not in changed.before["nl"]
    assert Event.objects.filter(name="statement.published").count() == 3


def test_the_page_of_the_site_is_byte_for_byte_what_the_office_made(shop, owner):
    publish_statement(actor=owner, now=NOW)
    version = newest()
    sent = json.loads(body_of(ThingKind.PAGE, ["privacy"], today=TODAY)["privacy"])
    assert sent["title"] == version.title
    assert sent["body"] == version.body == {"nl": words("nl"), "en": words("en")}
    assert is_shown(version)


def test_nobody_writes_the_page_by_hand(shop, owner):
    with pytest.raises(PageWrong):
        publish_page(name="privacy", fields=first_page("about"), actor=owner)
    with pytest.raises(PageWrong):
        remove_page(name="privacy", actor=owner)


def test_what_the_page_said_stays_known_by_its_digest(shop, owner):
    publish_statement(actor=owner, now=NOW)
    before = body_of(ThingKind.PAGE, ["privacy"], today=TODAY)["privacy"]
    version = before.partition(b'"version":"')[2][:16].decode()
    change_company(fields={"phone": "030 123 45 67"}, actor=owner)
    publish_statement(actor=owner, now=NOW)
    found = page_that_was_shown(name="privacy", version=version)
    assert found is not None
    assert found.body["nl"] == versions()[1].body["nl"]


def test_a_shop_that_opens_later_shows_the_version_that_holds(owner):
    publish_statement(actor=owner, now=NOW)
    change_shop(fields=ShopFields(name="De Winkel"), actor=owner)
    write_first_pages(actor=owner)
    assert not is_shown(newest())
    assert show_published(actor=owner) == 1
    assert is_shown(newest())
    assert page_versions(name="privacy")[0].fields.body_nl == newest().body["nl"]


def test_it_is_known_which_version_somebody_met(owner):
    customer_id = a_customer(owner)
    seen = version_of(customer_id=customer_id)
    assert seen.first is None
    publish_statement(actor=owner, now=datetime(2026, 11, 19, 12, tzinfo=UTC))
    change_company(fields={"phone": "030 123 45 67"}, actor=owner)
    publish_statement(actor=owner, now=datetime(2026, 11, 21, 12, tzinfo=UTC))
    seen = version_of(customer_id=customer_id)
    assert (seen.first.number, seen.now.number) == (1, 2)
    assert version_of(customer_id=999) is None


def test_a_version_is_never_changed(owner):
    publish_statement(actor=owner, now=NOW)
    for act in (lambda rows: rows.update(body_nl="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(StatementVersion.objects.all())


def test_only_the_owner_publishes_and_confirms(vault):
    seller = Actor(uuid4(), frozenset({Role.SALES}), Channel.OFFICE, vault)
    with pytest.raises(NotAllowed):
        publish_statement(actor=seller, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_sentence(sentence="P10.network", actor=seller, today=TODAY)


def test_the_word_of_the_owner_holds_for_a_year(owner):
    def standing(day: date) -> Standing:
        sections = standing_of(compose(), now=NOW, today=day)
        found = [e for s in sections for e in s.sentences if e.said.sentence.id == "P10.network"]
        return found[0].standing

    assert standing(TODAY) is Standing.DOUBT
    confirm_sentence(sentence="P10.network", actor=owner, today=TODAY)
    assert standing(TODAY) is Standing.HOLDS
    assert standing(date(2027, 11, 26)) is Standing.HOLDS
    assert standing(date(2027, 11, 27)) is Standing.DOUBT
    confirm_sentence(sentence="P10.network", actor=owner, today=date(2028, 2, 29))
    assert confirmations(["P10.network"])["P10.network"].until == date(2029, 2, 28)


@pytest.mark.parametrize("name", ["P3.no-accounts", "nothing"])
def test_nobody_confirms_what_is_measured(owner, name):
    with pytest.raises(SentenceUnknown):
        confirm_sentence(sentence=name, actor=owner, today=TODAY)
