"""Each letter says what the law wants in it, in both languages, and leaves no place unfilled."""

import re
from dataclasses import replace
from datetime import date

import pytest

from klantkluis.privacy.letters import (
    ANSWERS,
    About,
    Details,
    HeldPart,
    LetterKind,
    draft_letter,
    letters_for,
)
from klantkluis.privacy.letters.drafting import (
    LANGUAGES,
    LATE,
    filled,
    place_of_reason,
    places_in,
)
from klantkluis.privacy.rules import Ground, IdentityMethod, RequestKind, grounds_for

LATE_VALUES = {"code": "ABCD-EFGH", "reason": "Wij verhuizen {number}.", "until": "1 maart 2027"}
FULL = Details(
    method=IdentityMethod.EMAIL_CODE,
    pauses=True,
    ground=Ground.LAW_KEEPS,
    held=[HeldPart(what="Orders", purpose="p", basis="b", categories="c", source="s",
                   recipients="r", kept="k")],
    receivers=["Accountant"],
    changes=["Adres"],
    went=["Telefoonnummer"],
    stays=["Factuur 2026-0042: dit bewaren wij tot 1 januari 2034 (art. 52 lid 4 AWR)."],
)  # fmt: skip


def about(language: str = "nl", kind: RequestKind = RequestKind.ERASURE, **more: str) -> About:
    return About(
        language=language, number=12, kind=kind, received_on=date(2026, 1, 30),
        due_on=date(2026, 3, 2), **more,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_leaves_a_place_but_those_that_are_filled_in_last(language, kind):
    for details in (FULL, Details(ground=Ground.OTHERS)):
        words = draft_letter(kind, about(language, name="Els Jansen"), details)
        left = set(re.findall(r"\{(\w+)\}", words.subject + words.text))
        assert left <= set(LATE)
        done = filled(words, LATE_VALUES)
        assert re.findall(r"\{(?!number)\w*\}", done.text) == []
        assert len(done.subject) <= 120
        assert words.salutation
        assert words.farewell


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [LetterKind.ACCESS, LetterKind.PORTABILITY])
def test_a_package_in_the_shop_is_told_with_its_last_day_and_not_enclosed(language, kind):
    waits = Details(waits_until=date(2026, 12, 9))
    there = draft_letter(kind, about(language), waits)
    beside = draft_letter(kind, about(language))
    assert "9 december 2026" in there.text.lower()
    assert there.enclosures == ""
    assert "9 december" not in beside.text.lower()
    assert beside.enclosures != ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*ANSWERS, LetterKind.EXTENSION])
def test_every_answer_says_where_to_complain_and_that_a_court_can_decide(language, kind):
    text = draft_letter(kind, about(language), FULL).text
    assert "Autoriteit Persoonsgegevens" in text
    assert ("rechtbank" if language == "nl" else "court") in text
    assert "77" in text
    assert "79" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_to_access_says_all_that_article_15_wants(language):
    text = draft_letter(LetterKind.ACCESS, about(language, RequestKind.ACCESS), FULL).text
    for part in FULL.held:
        assert all(getattr(part, name) in text for name in HeldPart.__slots__)
    assert "Accountant" in text
    nl = ("kopie", "computer", "verbeteren", "wissen", "bezwaar", "Economische Ruimte")
    en = ("copy", "computer", "correct", "erase", "object", "Economic Area")
    assert all(word in text for word in (nl if language == "nl" else en))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partial_erasure_says_what_went_and_each_thing_that_stays(language):
    words = draft_letter(LetterKind.ERASED_PARTLY, about(language), FULL)
    assert "Telefoonnummer" in words.text
    assert f"– {FULL.stays[0]}" in words.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_for_a_copy_of_a_passport(language):
    for method in (IdentityMethod.EMAIL_CODE, IdentityMethod.KNOWS_DOCUMENT):
        text = draft_letter(LetterKind.IDENTITY, about(language), Details(method=method)).text
        assert ("geen kopie" if language == "nl" else "not send us a copy") in text


def test_the_clock_is_said_to_wait_only_when_it_does():
    asked = Details(method=IdentityMethod.EMAIL_CODE)
    assert "staat de termijn" not in draft_letter(LetterKind.IDENTITY, about(), asked).text
    waits = Details(method=IdentityMethod.EMAIL_CODE, pauses=True)
    assert "staat de termijn" in draft_letter(LetterKind.IDENTITY, about(), waits).text


def test_a_list_without_lines_has_no_heading():
    text = draft_letter(LetterKind.ERASED, about()).text
    assert "Dit is gewist" not in text
    assert "ontvangers" not in text


def test_what_a_person_typed_is_never_read_as_a_place():
    words = draft_letter(LetterKind.COMPLAINT_ANSWERED, about(kind=RequestKind.COMPLAINT))
    assert "{until} en {code}" in filled(words, {"reason": "{until} en {code}"}).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["reason", "reden"])
def test_a_place_may_be_named_in_either_language(language, place):
    words = draft_letter(LetterKind.COMPLAINT_ANSWERED, about(language, RequestKind.COMPLAINT))
    words = replace(words, text=f"{words.text} {{{place}}}")
    assert "reason" in places_in(words.text)
    said = filled(words, {"reason": "het is hersteld"}).text
    assert said.count("het is hersteld") == 2
    assert "{" not in said


def test_who_has_no_name_is_greeted_all_the_same():
    assert draft_letter(LetterKind.ERASED, about()).salutation == "Geachte heer of mevrouw,"
    named = draft_letter(LetterKind.ERASED, about(name="Els {reason} Jansen"))
    assert named.salutation == "Beste Els {reason} Jansen,"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RequestKind)
def test_each_kind_of_request_has_its_answers(language, kind):
    offered = letters_for(kind)
    assert set(offered) <= set(ANSWERS)
    assert (LetterKind.REFUSAL in offered) == bool(grounds_for(kind))
    assert LANGUAGES[language].asked[kind]
    for ground in grounds_for(kind):
        text = draft_letter(LetterKind.REFUSAL, about(language, kind), Details(ground=ground)).text
        assert place_of_reason(text) == {"nl": "{reden}", "en": "{reason}"}[language]


def test_no_letter_shows_what_it_says_in_a_log():
    assert repr(draft_letter(LetterKind.ERASED, about(name="Els"))) == "LetterWords()"
    assert "Telefoonnummer" not in repr(FULL)


SIX_WEEKS = {"nl": "binnen zes weken", "en": "within six weeks"}
AT_ANY_TIME = {"nl": "dat kan dan op elk moment", "en": "no time limit"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_says_until_when_a_court_can_be_asked(language):
    for kind in ANSWERS:
        asked = [each for each in RequestKind if kind in letters_for(each)]
        for each in asked:
            text = draft_letter(kind, about(language, each), FULL).text
            is_decision = each not in {RequestKind.WITHDRAWAL, RequestKind.COMPLAINT}
            assert (SIX_WEEKS[language] in text) == is_decision, (kind, each)
            assert "77" in text
            assert "79" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gets_no_answer_in_time_can_ask_a_court_at_any_time(language):
    text = draft_letter(LetterKind.EXTENSION, about(language), FULL).text
    assert AT_ANY_TIME[language] in text
    assert SIX_WEEKS[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_data_are_used_again_is_no_decision_on_a_request(language):
    text = draft_letter(LetterKind.LIFTING, about(language, RequestKind.RESTRICTION), FULL).text
    assert SIX_WEEKS[language] not in text
