"""A statement of account by mail: as it is when it goes out."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.billing.queries.statements import usual_days
from klantkluis.billing.statement_paper import account_of, statement_paper
from klantkluis.core.refusals import Refusal
from klantkluis.customers.mailing import Recipient, recipient_of
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.mail.composing import Attachment, Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.paper.formatting import long_date, money
from klantkluis.foundation.paper.values import Language
from klantkluis.vault.client import LockedVault, VaultSession

FILE_NAMES = {"nl": "rekeningoverzicht", "en": "statement"}


class NoStatement(Refusal):
    """There is no such customer any more."""


def statement_recipient(*, customer_id: int, vault: VaultSession) -> Recipient:
    """Give whom a statement is mailed to.

    Raises:
        Refusal: see `recipient_of`.
    """
    return recipient_of(customer_id=customer_id, vault=vault)


def statement_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with the statement of a customer as it is now.

    Raises:
        NoStatement: there is no such customer any more.
        Refusal: see `recipient_of`.
    """
    buyer = recipient_of(customer_id=mail.about_id, vault=actor.vault)
    days = usual_days(timezone.localtime(made_at).date())
    pdf = statement_paper(customer_id=mail.about_id, vault=actor.vault, made_at=made_at, days=days)
    account = account_of(mail.about_id, days)
    if pdf is None or account is None:
        raise NoStatement(_("There is no such customer any more."))
    card, statement = account
    language = Language(mail.language)
    return Content(
        address=buyer.address,
        values={
            "number": str(card.number),
            "amount": money(statement.closing_cents, "EUR", language),
            "day": long_date(days.last, language),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(f"{FILE_NAMES[mail.language]}-{days.last}.pdf", pdf),
    )


def statement_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of customers, by id."""
    return {
        pk: f"#{row.number}" for pk, row in customer_rows(vault=LockedVault(), ids=[*ids]).items()
    }
