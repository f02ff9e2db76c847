"""Checks of what is done: books, hand-overs, terms, and the statement itself."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.privacy.proofs.shapes import Around, Check, Sentences
from klantkluis.privacy.proofs.sources import BREACHES, GROUNDS, OVERDUE, REQUESTS, TERMS
from klantkluis.privacy.register.recipients import SWITCHED, recipients, unnamed
from klantkluis.privacy.register.setting import setting
from klantkluis.privacy.statement.composing import compose
from klantkluis.privacy.statement.versions import is_shown, newest


def books_are_whole(around: Around) -> Sentences:
    """Look for rows that break a rule of their room; the chain of the books is one of them."""
    rules = list(around.rules)
    for done, (room, check) in enumerate(rules):
        around.progress(done / len(rules))
        for sentence in check():
            yield f"{room}: {sentence}"


def log_is_whole(around: Around) -> Sentences:
    """Let the vault check the chain of its log, and hold the books against its signatures."""
    yield from around.upkeep.keep_log().problems


def each_has_a_ground(around: Around) -> Sentences:
    """Look for hand-overs of which nobody said under which law they were made."""
    for source in GROUNDS:
        yield from source()


def each_is_named(around: Around) -> Sentences:
    """Look whether the statement names everybody who gets something because it is on."""
    now, published = setting(), newest()
    for kind in unnamed(now):
        yield f"nobody said who the {kind} is, and it is switched on"
    said = published.body["en"] + published.body["nl"] if published else ""
    for kind, each in recipients(now).items():
        if kind in SWITCHED and each.name and each.name not in said:
            yield f"the {kind} is switched on, and the published statement does not name it"


def no_term_is_over(around: Around) -> Sentences:
    """Ask what is kept beyond its term, and whether the nightly work came."""
    yield from _overdue(TERMS, around)


def no_request_is_late(around: Around) -> Sentences:
    """Ask which requests about personal data should have been answered."""
    yield from _overdue(REQUESTS, around)


def no_breach_is_late(around: Around) -> Sentences:
    """Ask which breaches should have been reported."""
    yield from _overdue(BREACHES, around)


def _overdue(about: str, around: Around) -> Sentences:
    for source in OVERDUE[about]:
        yield from source(around.now)


def the_statement_is_published(around: Around) -> Sentences:
    """Look whether what is published is what the office composes now, and the shop shows it."""
    published, composed = newest(), compose()
    if published is None:
        yield "no privacy statement was published yet"
        return
    if published.digest != composed.digest:
        yield f"version {published.number} says something else than what holds now"
    if not is_shown(published):
        yield f"the shop does not show version {published.number}"


CHECKS: Final = (
    Check(
        id="books.whole",
        title=_("The books add up"),
        looks_at=_(
            "Every rule of every room over all rows, and the chain in which each entry vouches for"
            " the one before it."
        ),
        find=books_are_whole,
        weight=60,
    ),
    Check(
        id="audit.whole",
        title=_("The log of the vault is whole"),
        looks_at=_("The chain of the log, its signatures, and the books that they vouch for."),
        find=log_is_whole,
        needs_vault=True,
        weight=6,
    ),
    Check(
        id="recipients.ground",
        title=_("Nobody got data without a legal ground"),
        looks_at=_("Every export and hand-over that was written down."),
        find=each_has_a_ground,
    ),
    Check(
        id="processors.named",
        title=_("Whoever works for us is named"),
        looks_at=_("What is switched on, compared with the names in the published statement."),
        find=each_is_named,
    ),
    Check(
        id="overdue.terms",
        title=_("Nothing is kept beyond its term"),
        looks_at=_("Every kind of record with its term, and whether the nightly work was done."),
        find=no_term_is_over,
        weight=20,
    ),
    Check(
        id="overdue.requests",
        title=_("No request about personal data is late"),
        looks_at=_("The clock of every request, also of those that lie among the post."),
        find=no_request_is_late,
    ),
    Check(
        id="overdue.breaches",
        title=_("No breach should have been reported by now"),
        looks_at=_("The clock of 72 hours of every breach in the register."),
        find=no_breach_is_late,
    ),
    Check(
        id="statement.published",
        title=_("What is published is what holds"),
        looks_at=_(
            "The statement that the office composes from its settings, the version that was"
            " published, and the page of the shop."
        ),
        find=the_statement_is_published,
    ),
)
