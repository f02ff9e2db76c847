"""The owner decides how long things are kept, within what the law allows and with a reason."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import NotAllowed
from klantkluis.foundation.models import Event
from klantkluis.privacy.models import TermDecision
from klantkluis.privacy.retaining.terms import (
    TermFixed,
    TermOutOfBounds,
    TermReasonMissing,
    all_terms,
    decide_term,
    months_of,
    months_of_all,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WHY = "Fauteuils hebben vijf jaar garantie."


@pytest.mark.django_db
def test_a_term_is_what_its_rule_says_until_something_else_is_decided(owner):
    assert months_of_all() == {term: rule.months for term, rule in RULES.items()}
    decide_term(term=Term.RELATION, months=60, reason=WHY, actor=owner, at=NOW)
    decide_term(term=Term.RELATION, months=36, reason=WHY, actor=owner, at=NOW)
    assert months_of(Term.RELATION) == months_of_all()[Term.RELATION] == 36
    assert months_of(Term.QUOTE) == 12
    assert TermDecision.objects.count() == Event.objects.filter(name="term.decided").count() == 2


@pytest.mark.django_db
def test_each_term_says_whether_there_is_something_to_decide():
    fixed = {each.term for each in all_terms() if not each.changeable}
    assert {Term.BOOKS, Term.BOOKS_TEN, Term.RESET, Term.IMPORT} <= fixed
    assert not {Term.RELATION, Term.QUOTE, Term.SECURITY, Term.CONSENT, Term.ACCOUNT} & fixed


@pytest.mark.django_db
@pytest.mark.parametrize("term", [Term.BOOKS, Term.BOOKS_TEN, Term.RESET, Term.LOG_IN])
def test_what_the_law_sets_is_not_decided_by_anybody(owner, term):
    with pytest.raises(TermFixed):
        decide_term(term=term, months=84, reason=WHY, actor=owner, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("months", [0, 85, 1000])
def test_a_term_stays_within_what_can_be_explained(owner, months):
    with pytest.raises(TermOutOfBounds):
        decide_term(term=Term.RELATION, months=months, reason=WHY, actor=owner, at=NOW)


@pytest.mark.django_db
def test_nobody_decides_without_a_reason(owner):
    with pytest.raises(TermReasonMissing):
        decide_term(term=Term.RELATION, months=36, reason="  ", actor=owner, at=NOW)


@pytest.mark.django_db
def test_only_the_owner_decides(owner):
    clerk = replace(owner, roles=frozenset({Role.SALES, Role.BOOKKEEPER, Role.FISCAL}))
    with pytest.raises(NotAllowed):
        decide_term(term=Term.RELATION, months=36, reason=WHY, actor=clerk, at=NOW)


@pytest.mark.django_db
def test_a_decision_is_a_fact(owner):
    decide_term(term=Term.QUOTE, months=6, reason=WHY, actor=owner, at=NOW)
    for change in (
        lambda: TermDecision.objects.update(months=60),
        lambda: TermDecision.objects.all().delete(),
        lambda: TermDecision.objects.create(
            term="quote", months=0, reason="x", decided_at=NOW, staff_id=owner.staff_id
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
