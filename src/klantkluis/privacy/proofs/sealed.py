"""Checks of what lies sealed: the vault looks inside itself, and says which rows are wrong."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from klantkluis.customers.evidence import yeses_without_evidence
from klantkluis.privacy.proofs.shapes import Around, Check, Sentences
from klantkluis.vault.rows import SealedRow

ROWS_AT_ONCE: Final = 4000
CONSENTS: Final = frozenset({"customers.Consent", "customers.SubscriberConsent"})
_SAYS: Final = {
    "iban": "holds a bank account number",
    "bsn": "holds a citizen number",
    "bsn_vat_number": "holds a citizen number in a VAT number",
    "broken": "does not open",
}


def no_accounts_sealed(around: Around) -> Sentences:
    """Let the vault look for bank account and citizen numbers in every sealed row.

    The sealed file of a supplier's invoice is kept as it came, for the law wants that; it lies
    outside its row, and is looked into by nobody.
    """
    around.upkeep.refuse_if_locked()
    kinds = list(around.sealed())
    for done, (label, rows) in enumerate(kinds):
        around.progress(done / len(kinds))
        yield from _forbidden(around, label, rows)


def _forbidden(around: Around, label: str, rows: Iterator[SealedRow]) -> Iterator[str]:
    parts = batched(rows, ROWS_AT_ONCE, strict=False)
    for found in one_ahead(around.upkeep.scan_stored, parts):
        for uid, kind in sorted(found.items()):
            yield _sentence(label, uid, kind)


def one_ahead[T, R](ask: Callable[[T], R], parts: Iterable[T]) -> Iterator[R]:
    """Ask of each part in turn, and read the next one while the answer is on its way."""
    with ThreadPoolExecutor(max_workers=1) as asker:
        waiting: Future[R] | None = None
        for part in parts:
            before, waiting = waiting, asker.submit(ask, part)
            if before is not None:
                yield before.result()
        if waiting is not None:
            yield waiting.result()


def _sentence(label: str, uid: UUID, kind: str) -> str:
    return f"{label}: the sealed row {uid} {_SAYS.get(kind, kind)}"


def every_row_is_the_last(around: Around) -> Sentences:
    """Hold every sealed row against the log of the vault."""
    yield from around.wrong_rows()


def every_yes_has_evidence(around: Around) -> Sentences:
    """Look whether each yes to the newsletter names its words and has evidence that opens."""
    yield from yeses_without_evidence()
    for label, rows in around.sealed():
        if label in CONSENTS:
            for part in batched(rows, ROWS_AT_ONCE, strict=False):
                found = around.upkeep.scan_stored(part)
                for uid in sorted(uid for uid, kind in found.items() if kind == "broken"):
                    yield _sentence(label, uid, "broken")
    around.upkeep.refuse_if_locked()


CHECKS: Final = (
    Check(
        id="accounts.sealed",
        title=_("No bank account number in what is sealed"),
        looks_at=_(
            "Every sealed row: the vault opens each inside itself, and says only which have one."
            " Sealed invoices of suppliers are kept as they came, as the law asks."
        ),
        find=no_accounts_sealed,
        needs_vault=True,
        weight=60,
    ),
    Check(
        id="sealed.rows",
        title=_("Every sealed row is the one that was last sealed"),
        looks_at=_("Every sealed row, held against the log of the vault."),
        find=every_row_is_the_last,
        needs_vault=True,
        weight=20,
    ),
    Check(
        id="consents.evidence",
        title=_("Every yes has evidence"),
        looks_at=_("Every consent: its words, and whether its sealed evidence opens."),
        find=every_yes_has_evidence,
        needs_vault=True,
        weight=2,
    ),
)
