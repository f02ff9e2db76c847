"""A quote by mail: whom it is for, what it says, and its paper as it was issued."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.customers.mailing import Recipient, recipient_of
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.mail.composing import Attachment, Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.paper.formatting import long_date, money
from klantkluis.foundation.paper.values import Language
from klantkluis.sales.commands.quoting import QuoteNotIssued, QuoteUnknown
from klantkluis.sales.models import Quote, QuotePaper, QuoteSending, QuoteVersion
from klantkluis.sales.quotes.lines import quoted_lines, sums_of_all
from klantkluis.sales.stored import QUOTE_PAPER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

NAMES = {"nl": "offerte", "en": "quote"}


def quote_recipient(*, quote_id: int, vault: VaultSession) -> Recipient:
    """Give whom a quote is mailed to.

    Raises:
        QuoteUnknown: there is no such quote.
        Refusal: see `recipient_of`.
    """
    return recipient_of(customer_id=_quote(quote_id).customer_id, vault=vault)


def mailed_version(*, quote_id: int) -> int:
    """Give the version of a quote that is mailed: the last one that was issued.

    Raises:
        QuoteUnknown: there is no such quote.
        QuoteNotIssued: no version was issued.
    """
    return _issued(_quote(quote_id)).pk


def quote_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with the version of a quote that was issued last; its paper was filed before.

    Raises:
        QuoteUnknown: there is no such quote any more.
        QuoteNotIssued: no version was issued, or it has no paper.
        Refusal: see `recipient_of`.
    """
    quote = _quote(mail.about_id)
    version = _issued(quote)
    papers = QuotePaper.objects.select_related("version__quote__customer")
    paper = papers.filter(version=version).first()
    if paper is None:
        raise QuoteNotIssued(_("This quote has no paper yet. Open its PDF first."))
    buyer = recipient_of(customer_id=quote.customer_id, vault=actor.vault)
    fields = QUOTE_PAPER.open_one(actor.vault, Purpose.SERVICE_MAIL, paper)
    sums = sums_of_all([version], quoted_lines([version.pk], {}), set())[version.pk]
    language = Language(mail.language)
    return Content(
        address=buyer.address,
        values={
            "number": str(quote.number),
            "amount": money(sums.totals.gross_cents, "EUR", language),
            "valid_until": long_date(version.valid_until, language),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(
            f"{NAMES[mail.language]}-{quote.number}-{version.version}.pdf",
            open_contents(fields, bytes(paper.contents)),
        ),
    )


def quote_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of quotes by id."""
    numbers = Quote.objects.filter(pk__in=ids).values_list("pk", "number")
    return {pk: str(number) for pk, number in numbers}


def _quote(quote_id: int) -> Quote:
    quote = Quote.objects.filter(pk=quote_id).first()
    if quote is None:
        raise QuoteUnknown(_("There is no such quote."))
    return quote


def _issued(quote: Quote) -> QuoteVersion:
    sent = QuoteSending.objects.filter(version__quote=quote).values("version")
    rows = QuoteVersion.objects.filter(pk__in=sent).select_related("quote__customer")
    version = rows.order_by("-version").first()
    if version is None:
        raise QuoteNotIssued(_("Issue the quote first."))
    return version
