"""The one question before data of a customer are used: may they be?

GDPR art. 18(2): restricted data are stored, and used only with consent, for a claim, for the
rights of another or where the law demands it; then somebody says so first (`permit_use`).
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rows import PermittedUse, Restriction, RestrictionLift
from klantkluis.customers.restriction_rules import BLOCKED, PERMITTED_MINUTES, Against, Use


class CustomerRestricted(Refusal):
    """This customer asked us to keep their data and not to use it (GDPR art. 18 or 21)."""


def refuse_when_restricted(customer_id: int, use: Use) -> None:
    """See that data of a customer may be used for this.

    Raises:
        CustomerRestricted: they may not be, and nobody said that they may all the same.
    """
    if blocked_among([customer_id], use):
        raise CustomerRestricted(sentence(use))


def refuse_restricted(customer: Customer, use: Use) -> None:
    """See that data of a customer at hand may be used, without asking when that is plain.

    Raises:
        CustomerRestricted: see `refuse_when_restricted`.
    """
    if customer.restricted or customer.merged_into_id is not None:
        refuse_when_restricted(customer.pk, use)


def blocked_among(customer_ids: Collection[int], use: Use) -> set[int]:
    """Give those customers whose data may not be used for this; at most two questions.

    Of one that was merged, what the customer asked who is kept is what counts.
    """
    ids = list(customer_ids)
    if not ids:
        return set()
    rows = _customers().filter(pk__in=ids)
    return set(rows.filter(_is_blocked(use)).values_list("pk", flat=True))


def blocked_uids(uids: Collection[UUID], use: Use) -> set[UUID]:
    """Give those customers, by uid, whose data may not be used for this."""
    rows = _customers().filter(uid__in=list(uids))
    return set(rows.filter(_is_blocked(use)).values_list("uid", flat=True))


def usable_for(customer_id: int, uses: Sequence[Use]) -> list[Use]:
    """Give those uses for which the data of a customer may be used now, in one question."""
    rows = _customers().filter(pk=customer_id)
    asked = {f"to_{use}": ExpressionWrapper(_is_blocked(use), BooleanField()) for use in uses}
    blocked = rows.annotate(**asked).values(*asked).get()
    return [use for use in uses if not blocked[f"to_{use}"]]


def not_blocked(use: Use, customer: str = "pk") -> Q:
    """Give the condition on rows of customers in use whose data may be used for this.

    Args:
        customer: the path to the id of the customer who is kept.
    """
    kept = OuterRef(customer)
    return ~Exists(_open(use, kept)) | Exists(_permitted(use, kept))


def open_restrictions() -> "QuerySet[Restriction]":
    """Give what holds: restrictions and objections that were not lifted."""
    return Restriction.objects.exclude(
        Exists(RestrictionLift.objects.filter(restriction=OuterRef("pk")))
    )


def may_look(customer_id: int, staff_id: UUID) -> bool:
    """Tell whether somebody typed a moment ago why they look at this customer."""
    mine = _permitted(Use.LOOK, customer_id)
    return mine.filter(staff_id=staff_id).exists()


def hidden_from(customer_ids: Collection[int], staff_id: UUID) -> set[int]:
    """Give those customers whose data are kept only, and of whom somebody typed no reason to look.

    The same as `may_look` for many, in one question.
    """
    rows = _customers().filter(pk__in=list(customer_ids))
    kept = OuterRef("kept")
    mine = _permitted(Use.LOOK, kept).filter(staff_id=staff_id)
    hidden = rows.filter(Exists(_open(Use.LOOK, kept)) & ~Exists(mine))
    return set(hidden.values_list("pk", flat=True))


def last_reason(customer_id: int, staff_id: UUID) -> PermittedUse | None:
    """Give the row with the reason that somebody typed to look at this customer, if it holds."""
    mine = _permitted(Use.LOOK, customer_id).filter(staff_id=staff_id)
    return mine.select_related("customer").order_by("-pk").first()


def _customers() -> QuerySet[Customer]:
    """Give all customers, each with `kept`: who is kept after a merge."""
    return Customer.objects.annotate(kept=Coalesce(F("merged_into"), F("pk")))


def _is_blocked(use: Use) -> Q:
    kept = OuterRef("kept")
    return Exists(_open(use, kept)) & ~Exists(_permitted(use, kept))


def _open(use: Use, customer: int | OuterRef) -> "QuerySet[Restriction]":
    against = [each.value for each in Against if use in BLOCKED[each]]
    return open_restrictions().filter(customer=customer, against__in=against)


def _permitted(use: Use, customer: int | OuterRef) -> "QuerySet[PermittedUse]":
    since = Now() - timedelta(minutes=PERMITTED_MINUTES)
    return PermittedUse.objects.filter(customer=customer, use=use.value, at__gt=since)


def sentence(use: Use) -> str:
    """Say in one sentence why something is not done."""
    said = {
        Use.MAIL: _("The data of this customer may be kept and not used, so no mail is sent."),
        Use.LETTER: _("The data of this customer may be kept and not used, so write no letter."),
        Use.QUOTE: _("The data of this customer may be kept and not used, so make no quote."),
        Use.ORDER: _("The data of this customer may be kept and not used, so take no order."),
        Use.DELIVERY: _("The data of this customer may be kept and not used, so this waits."),
        Use.LABEL: _("The data of this customer may be kept and not used, so print no label."),
        Use.NEWSLETTER: _("This customer does not want any advertising, so send no newsletter."),
    }
    looking = _("These data are kept and not used. Say first on the card why you look at them.")
    if use is Use.LOOK:
        return looking
    usual = _("The data of this customer may be kept and not used (GDPR art. 18).")
    return said.get(use, usual)
