"""What comes back on a quote: asking, a yes, a no, and the order that follows from a yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import refuse_restricted
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.queries import in_use
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.sealing import RowChanged
from klantkluis.sales import tracking
from klantkluis.sales.commands.ordering import has_goods
from klantkluis.sales.commands.quoting import (
    QuoteDaysWrong,
    QuoteNotIssued,
    locked_quote,
    refuse_answered,
)
from klantkluis.sales.models import (
    OpenQuote,
    Order,
    OrderLine,
    Quote,
    QuoteAcceptance,
    QuoteChoice,
    QuoteFollowUp,
    QuoteLine,
    QuoteOrder,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)
from klantkluis.sales.stored import ORDER, QUOTE, QUOTE_ACCEPTANCE, QUOTE_REFUSAL
from klantkluis.vault.purposes import Purpose

AcceptedHow = QuoteAcceptance.How
LINE = (
    "kind",
    "product_id",
    "unit",
    "quantity",
    "unit_price",
    "discount_bp",
    "vat_category",
    "supply",
)
SENT = QuoteSending.objects.values("version")
HEAD = ("basis", "discount_bp", "ship_country", "buyer_country", "to_business")


class QuoteExpired(Refusal):
    """The day until which the quote was valid has passed."""


class QuoteNotAccepted(Refusal):
    """No order follows from a quote that nobody said yes to."""


class OptionUnknown(Refusal):
    """What was chosen is no option of this version."""


@dataclass(frozen=True, slots=True)
class NewAcceptance:
    """A yes as it came in. The same `uid` again is the same yes.

    Args:
        version: the number of the version that was said yes to.
        options: the positions of the optional lines that were chosen.
        though_expired: that we keep our word although the day has passed.
    """

    version: int
    accepted_on: date
    how: QuoteAcceptance.How
    name: str = field(default="", repr=False)
    options: frozenset[int] = frozenset()
    though_expired: bool = False
    uid: UUID = field(default_factory=uuid4)


@command("quote.accepted", Role.SALES)
def accept_quote(*, quote_id: int, acceptance: NewAcceptance, actor: Actor) -> int:
    """Note that the customer said yes, to which options too; give the id of that fact.

    Raises:
        QuoteNotIssued: they have not seen a version yet.
        QuoteAnswered: they said yes or no before.
        QuoteExpired: the quote expired, and nobody said that it still holds.
        OptionUnknown: a chosen line is no option of this version.
        RowChanged: another version was issued meanwhile.
    """
    return _accepted(locked_quote(quote_id), acceptance, actor).pk


@command("quote.ordered", Role.SALES)
def order_from_quote(
    *, quote_id: int, ordered_on: date, actor: Actor, acceptance: NewAcceptance | None = None
) -> int:
    """Take the order that a quote comes to, without the options that were not chosen; give its id.

    With `acceptance` the customer says yes in the same act. Prices, texts, address and discount
    are those of the accepted version. Taking it again is harmless: a quote makes one order.

    Raises:
        QuoteNotAccepted: the customer did not say yes yet.
        QuoteNotIssued: they have not seen a version yet.
        QuoteAnswered: they said yes or no before.
        QuoteExpired: the quote expired, and nobody said that it still holds.
        OptionUnknown: a chosen line is no option of this version.
        RowChanged: another version was issued meanwhile.
    """
    quote = locked_quote(quote_id)
    if acceptance is not None:
        yes: QuoteAcceptance | None = _accepted(quote, acceptance, actor)
    else:
        yes = QuoteAcceptance.objects.filter(quote=quote).select_related("version").first()
    if yes is None:
        raise QuoteNotAccepted(_("Note first that the customer accepts this quote."))
    made = QuoteOrder.objects.filter(quote=quote).first()
    if made is not None:
        return made.order_id
    yes.version.quote = quote
    return _ordered(quote, yes, actor, ordered_on)


@command("quote.refused", Role.SALES)
def refuse_quote(*, quote_id: int, refused_on: date, actor: Actor, reason: str = "") -> int:
    """Note that the customer does not want it, or never answered; give the id of that fact.

    Raises:
        QuoteNotIssued: they have not seen a version yet.
        QuoteAnswered: they said yes or no before.
        QuoteDaysWrong: the day is before the version was issued.
    """
    quote = locked_quote(quote_id)
    refuse_answered(quote)
    version = _issued(quote)
    _check_day(version, refused_on, "refused_on")
    row = QuoteRefusal(quote=quote, version=version, refused_on=refused_on)
    QUOTE_REFUSAL.seal_new(actor.vault, [(row, {"reason": reason.strip()})])
    insert(row)
    OpenQuote.objects.filter(pk=quote.pk).delete()
    return row.pk


@command("quote.followed_up", Role.SALES)
def follow_up_quote(
    *, quote_id: int, followed_up_on: date, actor: Actor, next_on: date | None = None
) -> int:
    """Note that somebody asked, and when to ask again if at all; give the id of that fact.

    Raises:
        QuoteNotIssued: the customer has not seen a version yet.
        QuoteAnswered: they said yes or no before.
        QuoteDaysWrong: the next day is not after this one.
    """
    quote = locked_quote(quote_id)
    refuse_answered(quote)
    version = _issued(quote)
    if next_on is not None and next_on <= followed_up_on:
        raise QuoteDaysWrong(_("Choose a later day to ask again."), field="next_on")
    row = QuoteFollowUp(
        version=version,
        followed_up_on=followed_up_on,
        next_on=next_on,
        staff_id=actor.staff_id,
    )
    insert(row)
    OpenQuote.objects.filter(pk=quote.pk).update(follow_up_on=next_on)
    return row.pk


def _issued(quote: Quote) -> QuoteVersion:
    """Give the version that the customer has: the last one that was issued."""
    issued = QuoteVersion.objects.filter(quote=quote, pk__in=SENT)
    version = issued.order_by("-version").first()
    if version is None:
        raise QuoteNotIssued(_("This quote was not issued yet, so nobody can answer it."))
    version.quote = quote
    return version


def _check_day(version: QuoteVersion, day: date, field_name: str) -> None:
    if day < version.quoted_on:
        raise QuoteDaysWrong(
            _("Nobody can answer a quote before it was written."), field=field_name
        )


def _accepted(quote: Quote, said: NewAcceptance, actor: Actor) -> QuoteAcceptance:
    before = QuoteAcceptance.objects.filter(quote=quote, uid=said.uid).first()
    if before is not None:
        return before
    refuse_answered(quote)
    version = _issued(quote)
    if version.version != said.version:
        raise RowChanged.meanwhile()
    _check_day(version, said.accepted_on, "accepted_on")
    if said.accepted_on > version.valid_until and not said.though_expired:
        raise QuoteExpired(
            _("This quote has expired. Say that it still holds, or make a new version."),
            field="though_expired",
        )
    options = list(QuoteLine.objects.filter(version=version, optional=True))
    chosen = [line for line in options if line.position in said.options]
    if len(chosen) != len(said.options):
        raise OptionUnknown(_("Choose among the options of this quote."), field="options")
    row = QuoteAcceptance(
        uid=said.uid, quote=quote, version=version, accepted_on=said.accepted_on, how=said.how
    )
    QUOTE_ACCEPTANCE.seal_new(actor.vault, [(row, {"name": said.name.strip()})])
    insert(row)
    insert_many(QuoteChoice(acceptance=row, line=line) for line in chosen)
    OpenQuote.objects.filter(pk=quote.pk).delete()
    return row


def _ordered(quote: Quote, yes: QuoteAcceptance, actor: Actor, ordered_on: date) -> int:
    version = yes.version
    contents = QUOTE.open_one(actor.vault, Purpose.QUOTE, version)
    customer = active_customer(in_use(quote.customer).pk)
    refuse_restricted(customer, Use.ORDER)
    head = {name: getattr(version, name) for name in HEAD}
    row = Order(customer=customer, ordered_on=ordered_on, **head)
    lines = _agreed(yes)
    ORDER.seal_new(actor.vault, [(row, _contents(contents, lines))])
    row.number = next_number("order")
    insert(row)
    made = [_order_line(row, position, line) for position, line in enumerate(lines, start=1)]
    insert_many(made)
    tracking.taken(row.pk, to_deliver=has_goods(made))
    insert(QuoteOrder(order=row, quote=quote))
    return row.pk


def _agreed(yes: QuoteAcceptance) -> list[QuoteLine]:
    """Give the lines that were said yes to."""
    chosen = set(QuoteChoice.objects.filter(acceptance=yes).values_list("line", flat=True))
    lines = QuoteLine.objects.filter(version=yes.version_id).order_by("position")
    return [line for line in lines if not line.optional or line.pk in chosen]


def _order_line(row: Order, position: int, line: QuoteLine) -> OrderLine:
    said = {name: getattr(line, name) for name in LINE}
    return OrderLine(order=row, position=position, **said)


def _contents(said: Mapping[str, Any], lines: Sequence[QuoteLine]) -> dict[str, Any]:
    """Give what is sealed of the order: its own copy of the address and of the words that stay."""
    texts = said.get("line_texts", {})
    return {
        "deliver_to": said.get("deliver_to", {}),
        "reference": said.get("reference", ""),
        "remarks": said.get("remarks", ""),
        "line_texts": {
            str(position): texts[str(line.position)]
            for position, line in enumerate(lines, start=1)
            if str(line.position) in texts
        },
    }
