"""Writing, changing and issuing quotes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.sealing import RowChanged
from klantkluis.sales.commands.ordering import NewOrder, check_line, contents_of
from klantkluis.sales.models import (
    OpenQuote,
    Quote,
    QuoteAcceptance,
    QuoteLine,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)
from klantkluis.sales.stored import QUOTE


class QuoteUnknown(Refusal):
    """There is no such quote."""


class QuoteEmpty(Refusal):
    """A quote offers at least one thing that is not optional."""


class QuoteDaysWrong(Refusal):
    """A quote is valid for a day at least, and is followed up after it was written."""


class QuoteIssued(Refusal):
    """The version was issued, so it is final."""


class QuoteNotIssued(Refusal):
    """Nobody has seen a version of this quote yet."""


class QuoteAnswered(Refusal):
    """The customer said yes or no before."""


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A quote as it is typed: the order that it would be, and what makes it a quote.

    Writing a quote, or a version, with the same `order.uid` again is harmless.

    Args:
        order: all lines, those that are optional too; its day is that of the quote.
        optional: the positions of the lines that are optional, from 1.
        follow_up_on: when to ask what the customer thinks of it; None to leave it to them.
        introduction: a text above the lines.
        closing: a text below the total.
    """

    order: NewOrder
    valid_until: date
    optional: frozenset[int] = frozenset()
    follow_up_on: date | None = None
    introduction: str = field(default="", repr=False)
    closing: str = field(default="", repr=False)


@command("quote.written", Role.SALES)
def write_quote(*, customer_id: int, quote: NewQuote, actor: Actor) -> int:
    """Write the first version of a quote under a new number; give the quote's id.

    Raises:
        CustomerRestricted: data of the customer may be kept and not used.
        QuoteEmpty: it offers nothing that is not optional.
        QuoteDaysWrong: it would expire before it was written.
        CustomerUnknown: there is no such customer.
        AddressIncomplete: no parcel could be delivered to the address.
    """
    customer = active_customer(customer_id)
    before = Quote.objects.filter(uid=quote.order.uid).first()
    if before is not None:
        return before.pk
    row = Quote(uid=quote.order.uid, customer=customer)
    version = _sealed(QuoteVersion(quote=row, version=1), quote, actor)
    row.number = next_number("quote")
    insert(row)
    version.quote_id = row.pk
    insert(version)
    _add_lines(version, quote)
    return row.pk


@command("quote.changed", Role.SALES)
def change_quote(*, quote_id: int, rev: int, quote: NewQuote, actor: Actor) -> None:
    """Change the newest version, which was not issued yet and was read at revision `rev`.

    Nobody outside has seen it, so it is mended in place and no version is made of it.

    Raises:
        QuoteIssued: it was issued meanwhile; a change is a new version then.
        QuoteAnswered: the customer said yes or no.
        QuoteEmpty: it offers nothing that is not optional.
        QuoteDaysWrong: it would expire before it was written.
        RowChanged: somebody else changed it since revision `rev`.
    """
    row = locked_quote(quote_id)
    refuse_answered(row)
    version = newest_version(row)
    if is_issued(version):
        raise QuoteIssued(_("This version was issued, so it stays as it is. Make a new version."))
    contents, columns = _said(version, quote, actor)
    QuoteLine.objects.filter(version=version).delete()
    QUOTE.replace(actor.vault, version, contents, rev=rev)
    QuoteVersion.objects.filter(pk=version.pk).update(**columns)
    _add_lines(version, quote)


@command("quote.revised", Role.SALES)
def revise_quote(*, quote_id: int, version: int, quote: NewQuote, actor: Actor) -> int:
    """Make a new version after version number `version` was issued; give its id.

    The version before stays as it was issued, and holds until the new one is issued.

    Raises:
        QuoteNotIssued: nobody has seen the newest version, so it can be changed itself.
        QuoteAnswered: the customer said yes or no.
        QuoteEmpty: it offers nothing that is not optional.
        QuoteDaysWrong: it would expire before it was written.
        RowChanged: somebody else made a version since.
    """
    row = locked_quote(quote_id)
    made = QuoteVersion.objects.filter(quote=row, uid=quote.order.uid).first()
    if made is not None:
        return made.pk
    refuse_answered(row)
    newest = newest_version(row)
    if newest.version != version:
        raise RowChanged.meanwhile()
    if not is_issued(newest):
        raise QuoteNotIssued(_("This version was not issued yet, so you can change it itself."))
    made = QuoteVersion(quote=row, version=version + 1, uid=quote.order.uid)
    insert(_sealed(made, quote, actor))
    _add_lines(made, quote)
    return made.pk


@command("quote.issued", Role.SALES)
def issue_quote(*, quote_id: int, rev: int, actor: Actor, issued_on: date) -> int:
    """Issue the newest version as it was read at revision `rev`; give its id. It is final then.

    Issuing it again changes nothing.

    Raises:
        QuoteAnswered: the customer said yes or no.
        QuoteDaysWrong: it would have expired before it is issued.
        RowChanged: somebody else changed it since revision `rev`.
    """
    row = locked_quote(quote_id)
    version = newest_version(row)
    if version.rev != rev:
        raise RowChanged.meanwhile()
    if is_issued(version):
        return version.pk
    refuse_answered(row)
    if version.valid_until < issued_on:
        raise QuoteDaysWrong(
            _("This quote is valid until a day that has passed. Change that day first.")
        )
    insert(QuoteSending(version=version, issued_on=issued_on, staff_id=actor.staff_id))
    OpenQuote.objects.update_or_create(
        quote=row,
        defaults={"valid_until": version.valid_until, "follow_up_on": version.follow_up_on},
    )
    return version.pk


def locked_quote(quote_id: int) -> Quote:
    """Give a quote, and keep others from changing it until the transaction ends.

    Raises:
        QuoteUnknown: there is no such quote.
    """
    rows = Quote.objects.select_for_update(of=("self",)).select_related("customer")
    row = rows.filter(pk=quote_id).first()
    if row is None:
        raise QuoteUnknown(_("There is no such quote."))
    return row


def newest_version(quote: Quote) -> QuoteVersion:
    """Give the newest version of a quote, with that quote at hand.

    Raises:
        QuoteUnknown: its words have been let go of.
    """
    version = QuoteVersion.objects.filter(quote=quote).order_by("-version").first()
    if version is None:
        raise QuoteUnknown(_("The term of this quote has passed, so its words are gone."))
    version.quote = quote
    return version


def is_issued(version: QuoteVersion) -> bool:
    """Tell whether a version was issued."""
    return QuoteSending.objects.filter(version=version).exists()


def refuse_answered(quote: Quote) -> None:
    """See that a quote waits for its answer.

    Raises:
        QuoteAnswered: the customer said yes or no.
    """
    answers = (QuoteAcceptance, QuoteRefusal)
    if any(model._default_manager.filter(quote=quote).exists() for model in answers):
        raise QuoteAnswered(_("This quote has been answered. Write a new one for something else."))


def _said(
    version: QuoteVersion, quote: NewQuote, actor: Actor
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what is sealed of a version, and its columns."""
    _check(quote)
    contents, where = contents_of(quote.order, version.quote.customer, actor, Use.QUOTE)
    words = {"introduction": quote.introduction.strip(), "closing": quote.closing.strip()}
    return contents | words, {
        "quoted_on": quote.order.ordered_on,
        "valid_until": quote.valid_until,
        "follow_up_on": quote.follow_up_on,
        "basis": quote.order.basis,
        "discount_bp": quote.order.discount_bp,
        **where,
    }


def _check(quote: NewQuote) -> None:
    if quote.valid_until < quote.order.ordered_on:
        raise QuoteDaysWrong(
            _("A quote is valid until the day that it is written, or later."), field="valid_until"
        )
    if quote.follow_up_on is not None and quote.follow_up_on < quote.order.ordered_on:
        raise QuoteDaysWrong(
            _("Follow up on the day that the quote is written, or later."), field="follow_up_on"
        )
    firm = [n for n, _line in enumerate(quote.order.lines, start=1) if n not in quote.optional]
    if not firm:
        raise QuoteEmpty(_("Add at least one line that is not optional."))
    for line in quote.order.lines:
        check_line(line)


def _sealed(version: QuoteVersion, quote: NewQuote, actor: Actor) -> QuoteVersion:
    """Give a new version what it says; it is not saved yet."""
    contents, columns = _said(version, quote, actor)
    for name, value in columns.items():
        setattr(version, name, value)
    QUOTE.seal_new(actor.vault, [(version, contents)])
    return version


def _add_lines(version: QuoteVersion, quote: NewQuote) -> None:
    insert_many(_lines(version, quote))


def _lines(version: QuoteVersion, quote: NewQuote) -> Iterable[QuoteLine]:
    for position, line in enumerate(quote.order.lines, start=1):
        yield QuoteLine(
            version=version,
            position=position,
            kind=line.kind,
            product_id=line.product_id,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            vat_category=line.vat_category,
            supply=line.supply,
            optional=position in quote.optional,
        )
