"""Short ways to say what happened to a quote before."""

from datetime import date
from typing import Any

from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import (
    AcceptedHow,
    NewAcceptance,
    NewLine,
    NewOrder,
    NewQuote,
    issue_quote,
    write_quote,
)
from rooms.story import TODAY, a_customer

UNTIL = date(2026, 12, 20)


def said(
    *lines: NewLine,
    optional: set[int] | frozenset[int] = frozenset(),
    basis: PriceBasis = PriceBasis.GROSS,
    discount_bp: int = 0,
    **more: Any,
) -> NewQuote:
    order = NewOrder(
        lines=lines, basis=basis, ordered_on=TODAY, discount_bp=discount_bp,
        reference="PO 7", remarks="Bellen",
    )  # fmt: skip
    words = {"introduction": "Dank voor uw aanvraag.", "closing": "Tot ziens."}
    return NewQuote(
        order=order, optional=frozenset(optional), **{"valid_until": UNTIL, **words, **more}
    )


def a_quote(actor: Actor, *lines: NewLine, customer_id: int | None = None, **more: Any) -> int:
    return write_quote(
        customer_id=customer_id or a_customer(actor), quote=said(*lines, **more), actor=actor
    )


def an_issued_quote(actor: Actor, *lines: NewLine, **more: Any) -> int:
    quote_id = a_quote(actor, *lines, **more)
    issue_quote(quote_id=quote_id, rev=1, actor=actor, issued_on=TODAY)
    return quote_id


def a_yes(**more: Any) -> NewAcceptance:
    yes = {"version": 1, "accepted_on": TODAY, "how": AcceptedHow.EMAIL, "name": "Els"}
    return NewAcceptance(**{**yes, **more})
