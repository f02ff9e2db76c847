"""Rows of this room that go by themselves, and who still wants something of us."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.customers.models import (
    Consent,
    ContactNote,
    Letter,
    SubscriberConsent,
    VatNumberCheck,
)
from klantkluis.customers.restriction_rows import PermittedUse, Restriction, RestrictionLift
from klantkluis.foundation.expiring import Expiring


def _later_consents() -> QuerySet[Consent]:
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    return Consent.objects.filter(later, customer=OuterRef("customer")).order_by("at", "pk")


def _ended_consents() -> QuerySet[Consent]:
    """Give the consents that no longer say anything: a later one does, or it is a no.

    Its term begins when the next one came: so long it was in use.
    """
    later = _later_consents()
    ended = Consent.objects.filter(Exists(later) | Q(given=False))
    return ended.annotate(ended_at=Coalesce(Subquery(later.values("at")[:1]), F("at")))


def _ended_subscriber_consents() -> QuerySet[SubscriberConsent]:
    later = SubscriberConsent.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        subscriber=OuterRef("subscriber"),
    ).order_by("at", "pk")
    ended = SubscriberConsent.objects.filter(Exists(later) | Q(given=False))
    return ended.annotate(ended_at=Coalesce(Subquery(later.values("at")[:1]), F("at")))


def bases(uids: Sequence[UUID]) -> set[UUID]:
    """Give who said yes to the newsletter last: until they say no (GDPR art. 7(3))."""
    newest = Consent.objects.filter(~Exists(_later_consents()), given=True, customer__uid__in=uids)
    return set(newest.values_list("customer__uid", flat=True))


def _lifted() -> QuerySet[Restriction]:
    """Give the restrictions and objections that no longer hold, with when that was."""
    lifts = RestrictionLift.objects.filter(restriction=OuterRef("pk"))
    return Restriction.objects.filter(Exists(lifts)).annotate(
        lifted_at=Subquery(lifts.values("lifted_at")[:1])
    )


def _earlier_checks() -> QuerySet[VatNumberCheck]:
    """Give the checks of VAT numbers that a later one of the same customer took the place of.

    The last one says how a customer is billed now, so it stays as long as the customer.
    """
    later = VatNumberCheck.objects.filter(customer=OuterRef("customer"), pk__gt=OuterRef("pk"))
    return VatNumberCheck.objects.filter(Exists(later))


EXPIRING: Final = (
    Expiring(
        code="contact_notes",
        title=_("Contact notes"),
        term=Term.RELATION,
        rows=ContactNote.objects.all,
        since="at",
        person="customer__uid",
    ),
    Expiring(
        code="letters",
        title=_("Letters"),
        term=Term.RELATION,
        rows=Letter.objects.all,
        since="written_on",
        person="customer__uid",
    ),
    Expiring(
        code="consents",
        title=_("Proof of consents that ended"),
        term=Term.CONSENT,
        rows=_ended_consents,
        since="ended_at",
        person="customer__uid",
    ),
    Expiring(
        code="subscriber_consents",
        title=_("Proof of consents of subscribers that ended"),
        term=Term.CONSENT,
        rows=_ended_subscriber_consents,
        since="ended_at",
    ),
    Expiring(
        code="restrictions",
        title=_("Restrictions and objections that were lifted"),
        term=Term.REQUEST,
        rows=_lifted,
        since="lifted_at",
        person="customer__uid",
    ),
    Expiring(
        code="permitted_uses",
        title=_("Why restricted data were used"),
        term=Term.REQUEST,
        rows=PermittedUse.objects.all,
        since="at",
        person="customer__uid",
    ),
    Expiring(
        code="vat_checks",
        title=_("Earlier checks of VAT numbers"),
        term=Term.BOOKS,
        rows=_earlier_checks,
        since="at",
        person="customer__uid",
    ),
)
