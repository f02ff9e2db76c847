"""How long each kind of record is kept: as the owner decided, else as the rule says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from klantkluis.core.declared import Term
from klantkluis.core.refusals import Refusal
from klantkluis.core.retention import RULES, TermRule, over_from
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.models import TermDecision


class TermFixed(Refusal):
    """The law leaves nothing to decide, or the term has no length of its own."""


class TermOutOfBounds(Refusal):
    """Shorter than the law allows, or longer than can be explained."""


class TermReasonMissing(Refusal):
    """Who keeps something shorter or longer than usual says why (GDPR art. 5(2))."""


@dataclass(frozen=True, slots=True)
class DecidedTerm:
    """A term as it holds: the rule, its length now, and the decision behind it if there is one."""

    term: Term
    rule: TermRule
    months: int
    reason: str = ""
    decided_at: datetime | None = None

    @property
    def changeable(self) -> bool:
        """Whether there is something to decide."""
        return self.rule.most > max(self.rule.least, 1)


def all_terms() -> tuple[DecidedTerm, ...]:
    """Give every term as it holds now, in one query."""
    newest = TermDecision.objects.values("term").annotate(newest=Max("pk")).values("newest")
    decided = {row.term: row for row in TermDecision.objects.filter(pk__in=newest)}
    return tuple(_as_decided(term, rule, decided.get(term.value)) for term, rule in RULES.items())


def _as_decided(term: Term, rule: TermRule, row: TermDecision | None) -> DecidedTerm:
    if row is None:
        return DecidedTerm(term, rule, rule.months)
    return DecidedTerm(term, rule, row.months, row.reason, row.decided_at)


def months_of_all() -> Mapping[Term, int]:
    """Give the length of every term in months, in one query."""
    return {each.term: each.months for each in all_terms()}


def begun_by(term: Term, today: date, months: Mapping[Term, int] | None = None) -> date:
    """Give the last day of which the term is over: what began on it, or before, may go today.

    Args:
        months: the lengths of all terms, for who asks of many.
    """
    length = months_of(term) if months is None else months[term]
    return over_from(RULES[term], today, months=length)


@command("term.decided")
def decide_term(*, term: Term, months: int, reason: str, actor: Actor, at: datetime) -> int:
    """Keep a kind of record shorter or longer from now on, with a reason; the owner alone.

    What the term of yesterday had let go stays gone; what it kept goes when the new one is over.

    Raises:
        TermFixed: the law leaves nothing to decide, or it has no length of its own.
        TermOutOfBounds: the law asks for longer, or nobody could explain so long.
        TermReasonMissing: no reason was given.
    """
    rule = RULES[term]
    if rule.most <= max(rule.least, 1):
        raise TermFixed(_("The law sets this term; there is nothing to decide."))
    if not max(rule.least, 1) <= months <= rule.most:
        raise TermOutOfBounds(
            _("Choose between %(least)s and %(most)s months.")
            % {"least": max(rule.least, 1), "most": rule.most},
            field="months",
        )
    if not reason.strip():
        raise TermReasonMissing(_("Write why this length is right."), field="reason")
    row = TermDecision(
        term=term.value, months=months, reason=reason.strip()[:500], decided_at=at,
        staff_id=actor.staff_id,
    )  # fmt: skip
    insert(row)
    return row.pk
