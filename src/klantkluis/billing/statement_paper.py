"""The statement of account on paper: made when it is asked for, and kept nowhere."""

from datetime import datetime

from django.utils import timezone

from klantkluis.billing.queries.statements import Movement, Statement, statement_of, usual_days
from klantkluis.customers.kept import refuse_kept_back
from klantkluis.customers.queries import CustomerCard, customer_card, open_customer
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.pages import Days
from klantkluis.foundation.paper import (
    MovementKind,
    MovementLine,
    OpenLine,
    StatementPaper,
    render_statement,
    values,
)
from klantkluis.sales.paper import party_of
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.purposes import Purpose

_KINDS = {
    Movement.INVOICE: MovementKind.INVOICE,
    Movement.CREDIT_NOTE: MovementKind.CREDIT_NOTE,
    Movement.PAYMENT: MovementKind.PAYMENT,
    Movement.REFUND: MovementKind.REFUND,
}


def account_of(customer_id: int, days: Days) -> tuple[CustomerCard, Statement] | None:
    """Give a customer and its statement of account, or None when there is no such customer."""
    card = customer_card(customer_id=customer_id, vault=LockedVault())
    if card is None:
        return None
    return card, statement_of(customer_ids=card.all_ids, days=days)


def statement_paper(
    *, customer_id: int, vault: VaultSession, made_at: datetime, days: Days | None = None
) -> bytes | None:
    """Give the PDF of a statement of account, or None when there is no such customer.

    Args:
        days: three whole months up to the day it is made, when none are given.

    Raises:
        CustomerRestricted: what is left of this customer is kept for the law alone.
        VaultLocked: the vault is not open to the actor.
    """
    refuse_kept_back(customer_id)
    found = account_of(customer_id, days or usual_days(timezone.localtime(made_at).date()))
    if found is None:
        return None
    card, statement = found
    buyer = open_customer(customer_id=customer_id, purpose=Purpose.INVOICE, vault=vault)
    ours = company()
    paper = StatementPaper(
        language=values.Language(card.language),
        seller=seller_of(ours),
        buyer=party_of(buyer, card.number),
        days=values.Period(statement.days.first, statement.days.last),
        opening_cents=statement.opening_cents,
        movements=_movements(statement),
        closing_cents=statement.closing_cents,
        open=tuple(
            OpenLine(
                number=row.label,
                issued_on=row.sent_on,
                due_on=row.due_on,
                amount_cents=row.gross_cents,
                open_cents=row.open_cents,
            )
            for row in statement.open
        ),
        aged_cents=statement.aged_cents,
        credit_cents=statement.credit_cents,
    )
    return render_statement(paper, branding_of(ours, language=card.language), made_at=made_at)


def _movements(statement: Statement) -> tuple[MovementLine, ...]:
    return tuple(
        MovementLine(
            day=row.day,
            kind=_KINDS[row.kind],
            number=row.label,
            due_on=row.due_on,
            amount_cents=row.amount_cents,
            balance_cents=row.balance_cents,
        )
        for row in statement.rows
    )
