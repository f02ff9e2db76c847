"""The chores of the night: what each does, and whether it needs an open vault."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from klantkluis.billing.gathering import gather
from klantkluis.billing.periodic import make_due
from klantkluis.office.forms.base import Label
from klantkluis.office.housekeeping.books import RULES
from klantkluis.office.housekeeping.errands import BY_NIGHT, VAT_NUMBERS, WITHDRAWN
from klantkluis.office.housekeeping.forgetting import forget_what_was_decided
from klantkluis.office.housekeeping.pruning import prune
from klantkluis.office.housekeeping.sealed import wrong_rows
from klantkluis.office.housekeeping.temporary import KINDS
from klantkluis.office.lock import door
from klantkluis.privacy.retaining.sweeping import sweep

MOST_SENTENCES = 20
NIGHTLY_PROOF: list[Callable[[datetime], object]] = []
"""What runs the checks of the privacy statement: told by its pages (`apps.py`)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a chore came to: how many rows it removed, or how many are broken and which."""

    count: int
    broken: bool = False
    found: tuple[str, ...] = ()

    @classmethod
    def of(cls, sentences: Iterable[str]) -> "Result":
        """Count sentences about what is broken, and keep the first of them."""
        kept: list[str] = []
        count = 0
        for count, sentence in enumerate(sentences, start=1):
            if count <= MOST_SENTENCES:
                kept.append(sentence)
        return cls(count, broken=count > 0, found=tuple(kept))


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do each night."""

    name: str
    title: Label
    explanation: Label
    work: Callable[[datetime], Result]
    needs_vault: bool = False


def check_books(now: datetime) -> Result:
    """Look for rows that break a rule of their room."""
    return Result.of(f"{room}: {sentence}" for room, check in RULES for sentence in check())


def bill_periods(now: datetime) -> Result:
    """Draft the invoices of subscriptions that are due."""
    made = make_due(today=timezone.localdate(now))
    if made.refused:
        return Result.of(f"subscription row {pk}: {why}" for pk, why in made.refused)
    return Result(len(made.drafts))


def bill_together(now: datetime) -> Result:
    """Draft the collective invoices of the weeks and months that are over."""
    made = gather(today=timezone.localdate(now))
    if made.refused:
        return Result.of(f"customer row {pk}: {why}" for pk, why in made.refused)
    return Result(len(made.drafts))


def let_go(now: datetime) -> Result:
    """Remove what is of no use any more."""
    return Result(prune(now))


def sweep_terms(now: datetime) -> Result:
    """Let go of what has been kept for its term, and write down what waits for an owner."""
    return Result(sum(each.removed for each in sweep(now)))


def forget_people(now: datetime) -> Result:
    """Go on with what was decided: whose relation is over, and documents whose date has come."""
    return Result(forget_what_was_decided(now, door.vault()))


def end_class_keys(now: datetime) -> Result:
    """Let the vault destroy the keys of imports whose day has passed."""
    in_use = {name for kind in KINDS for name in kind.classes()}
    return Result(len(door.vault().upkeep().end_classes(but=in_use)))


def keep_log(now: datetime) -> Result:
    """Let the vault check its log, and let go of what is older than 24 months."""
    kept = door.vault().upkeep().keep_log()
    return Result(kept.pruned) if kept.ok else Result.of(kept.problems)


def check_rows(now: datetime) -> Result:
    """Hold every sealed row against the log of the vault."""
    return Result.of(wrong_rows(door.vault().upkeep()))


def prove_statement(now: datetime) -> Result:
    """Run every check of the privacy statement; its page says what came of them."""
    for prove in NIGHTLY_PROOF:
        prove(now)
    return Result(0)


def let_withdrawn_go(now: datetime) -> Result:
    """Plan to forget who stopped the newsletter and is nothing else to us."""
    return Result(BY_NIGHT[WITHDRAWN](now))


def ask_vat_numbers(now: datetime) -> Result:
    """Begin a job that asks VIES again; give how many numbers it asks for."""
    return Result(BY_NIGHT[VAT_NUMBERS](now))


CHORES: tuple[Chore, ...] = (
    Chore(
        "books",
        _("Check the books"),
        _("Looks whether every document, payment and entry still agrees with all the others."),
        check_books,
    ),
    Chore(
        "let_go",
        _("Let go of what is of no use"),
        _("Removes ended sessions, used-up codes, and files of imports after a day."),
        let_go,
    ),
    Chore(
        "retention",
        _("Let go of what was kept for its term"),
        _(
            "Removes quotes, notes, letters, words of orders and deliveries, facts about mail and"
            " traces of who did what when their terms are over, and looks which customers may be"
            " erased."
        ),
        sweep_terms,
    ),
    Chore(
        "people",
        _("Erase who may be erased"),
        _(
            "Erases customers whose relation with us is over, as far as an owner allowed it, and"
            " kept documents of who was erased when their date has come."
        ),
        forget_people,
        needs_vault=True,
    ),
    Chore(
        "class_keys",
        _("Destroy the keys of old imports"),
        _("After that no copy or backup of an imported file can be read any more."),
        end_class_keys,
        needs_vault=True,
    ),
    Chore(
        "log",
        _("Check the log of the vault"),
        _(
            "Looks whether nothing was changed or taken out, holds the books against it, and lets"
            " go of what is older than 24 months."
        ),
        keep_log,
        needs_vault=True,
    ),
    Chore(
        "rows",
        _("Check the sealed rows"),
        _("Looks whether each sealed row is the one that the vault last sealed and saved."),
        check_rows,
        needs_vault=True,
    ),
    Chore(
        "periods",
        _("Bill the subscriptions"),
        _("Makes the draft invoice of each period that is due, also those of days gone by."),
        bill_periods,
    ),
    Chore(
        "together",
        _("Make collective invoices"),
        _("Makes a draft of all deliveries of who is billed for them each week or month."),
        bill_together,
    ),
    Chore(
        "withdrawn",
        _("Erase who stopped the newsletter"),
        _(
            "Who was nothing to us but a reader goes when the consent is withdrawn: by itself, as"
            " far as the vault allows so many a day, or after an owner has signed."
        ),
        let_withdrawn_go,
    ),
    Chore(
        "vat_numbers",
        _("Ask VIES again"),
        _(
            "VAT numbers that VIES never answered for, or a month ago, are asked for again as soon"
            " as somebody opens the vault. Only while that connection is open."
        ),
        ask_vat_numbers,
    ),
    Chore(
        "proofs",
        _("Prove the privacy statement"),
        _("Looks whether each sentence of the privacy statement is still true of this system."),
        prove_statement,
        needs_vault=True,
    ),
)
