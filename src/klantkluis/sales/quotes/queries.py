"""Questions about one quote: its versions, what was said of it, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from klantkluis.core.vat import PriceBasis, Totals
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.sealing import open_together
from klantkluis.sales.models import (
    OpenQuote,
    Quote,
    QuoteAcceptance,
    QuoteChoice,
    QuoteFollowUp,
    QuoteOrder,
    QuotePaper,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)
from klantkluis.sales.quotes.lines import QuotedLine, quoted_lines, sums_of_all
from klantkluis.sales.quotes.rules import QuoteState, state_of
from klantkluis.sales.stored import QUOTE, QUOTE_ACCEPTANCE, QUOTE_PAPER, QUOTE_REFUSAL
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class QuoteVersionCard:
    """One version of a quote. `contents` is empty while the vault is locked.

    `cents` are the amounts of the lines, `totals` what the lines that count come to: those that
    are not optional, and those that were chosen when the quote was accepted.
    """

    id: int
    version: int
    rev: int
    quoted_on: date
    valid_until: date
    follow_up_on: date | None
    basis: PriceBasis
    discount_bp: int
    issued_on: date | None
    has_paper: bool
    lines: tuple[QuotedLine, ...]
    cents: tuple[int, ...]
    totals: Totals
    words_gone: bool
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or a no: to which version, when, how, and who or why while the vault is open."""

    version: int
    on: date
    how: str = ""
    words: str = field(default="", repr=False)
    chosen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """Everything of one quote; its versions from the newest."""

    id: int
    uid: UUID
    number: int
    customer_id: int
    state: QuoteState
    versions: tuple[QuoteVersionCard, ...]
    valid_until: date | None
    follow_up_on: date | None
    followed_up: tuple[date, ...]
    accepted: Answer | None
    refused: Answer | None
    order: tuple[int, int] | None

    @property
    def newest(self) -> QuoteVersionCard:
        """The version that is worked on, or was issued last."""
        return self.versions[0]

    @property
    def issued(self) -> QuoteVersionCard | None:
        """The version that the customer has: the last one that was issued."""
        return next((each for each in self.versions if each.issued_on), None)

    @property
    def is_answered(self) -> bool:
        """Whether the customer said yes or no."""
        return self.accepted is not None or self.refused is not None


def quote_card(*, quote_id: int, vault: VaultSession, today: date) -> QuoteCard | None:
    """Give everything of one quote, or None when there is none, or its term has passed."""
    quote = Quote.objects.select_related("customer").filter(pk=quote_id).first()
    versions = list(QuoteVersion.objects.filter(quote=quote_id).order_by("-version"))
    if quote is None or not versions:
        return None
    for version in versions:
        version.quote = quote
    yes = QuoteAcceptance.objects.select_related("version").filter(quote=quote).first()
    no = QuoteRefusal.objects.select_related("version").filter(quote=quote).first()
    for answer in (yes, no):
        if answer is not None:
            answer.quote = quote
    texts, name, reason = _opened(versions, yes, no, vault)
    chosen = _chosen(yes)
    still = OpenQuote.objects.filter(pk=quote_id).first()
    order = QuoteOrder.objects.select_related("order").filter(quote=quote_id).first()
    return QuoteCard(
        id=quote.pk,
        uid=quote.uid,
        number=quote.number,
        customer_id=quote.customer_id,
        state=state_of(
            issued_until=still.valid_until if still else None,
            accepted=yes is not None,
            refused=no is not None,
            today=today,
        ),
        versions=_versions(versions, texts, chosen),
        valid_until=still.valid_until if still else None,
        follow_up_on=still.follow_up_on if still else None,
        followed_up=tuple(
            QuoteFollowUp.objects.filter(version__quote=quote_id)
            .order_by("pk")
            .values_list("followed_up_on", flat=True)
        ),
        accepted=Answer(yes.version.version, yes.accepted_on, yes.how, name, chosen)
        if yes
        else None,
        refused=Answer(no.version.version, no.refused_on, words=reason) if no else None,
        order=(order.order_id, order.order.number) if order else None,
    )


def quote_of_order(*, order_id: int) -> tuple[int, int] | None:
    """Give id and number of the quote that an order came from, or None."""
    row = QuoteOrder.objects.select_related("quote").filter(pk=order_id).first()
    return (row.quote_id, row.quote.number) if row else None


def quote_paper_of(*, quote_id: int, version: int, vault: VaultSession) -> tuple[int, bytes] | None:
    """Give number and PDF of a version as it was issued, or None when none was filed.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    rows = QuotePaper.objects.select_related("version__quote__customer")
    row = rows.filter(version__quote=quote_id, version__version=version).first()
    if row is None:
        return None
    fields = QUOTE_PAPER.open_one(vault, Purpose.QUOTE, row)
    return row.version.quote.number, open_contents(fields, bytes(row.contents))


def _opened(
    versions: list[QuoteVersion],
    yes: QuoteAcceptance | None,
    no: QuoteRefusal | None,
    vault: VaultSession,
) -> tuple[list[dict[str, Any]], str, str]:
    """Open the words of all versions and of the answer in one look; nothing while locked."""
    if not vault.is_open:
        return [{} for _version in versions], "", ""
    rows: list[Any] = [(QUOTE, version) for version in versions]
    rows += [(QUOTE_ACCEPTANCE, yes)] if yes else []
    rows += [(QUOTE_REFUSAL, no)] if no else []
    found = open_together(vault, Purpose.QUOTE, rows)
    said = found[len(versions)] if len(found) > len(versions) else {}
    return found[: len(versions)], said.get("name", ""), said.get("reason", "")


def _chosen(yes: QuoteAcceptance | None) -> frozenset[int]:
    if yes is None:
        return frozenset()
    return frozenset(QuoteChoice.objects.filter(acceptance=yes).values_list("line", flat=True))


def _versions(
    versions: list[QuoteVersion], texts: list[dict[str, Any]], chosen: frozenset[int]
) -> tuple[QuoteVersionCard, ...]:
    ids = [version.pk for version in versions]
    lines = quoted_lines(ids, {})
    sums = sums_of_all(versions, lines, chosen)
    issued = dict(QuoteSending.objects.filter(version__in=ids).values_list("version", "issued_on"))
    filed = set(QuotePaper.objects.filter(version__in=ids).values_list("version", flat=True))
    return tuple(
        QuoteVersionCard(
            id=version.pk,
            version=version.version,
            rev=version.rev,
            quoted_on=version.quoted_on,
            valid_until=version.valid_until,
            follow_up_on=version.follow_up_on,
            basis=PriceBasis(version.basis),
            discount_bp=version.discount_bp,
            issued_on=issued.get(version.pk),
            has_paper=version.pk in filed,
            lines=tuple(line.said(contents.get("line_texts", {})) for line in lines[version.pk]),
            cents=sums[version.pk].cents,
            totals=sums[version.pk].totals,
            words_gone=not version.sealed,
            contents=contents,
        )
        for version, contents in zip(versions, texts, strict=True)
    )
