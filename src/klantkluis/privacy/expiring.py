"""Rows of this room, and of the log of hand-overs, that go by themselves."""

from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring, Needed
from klantkluis.foundation.latest import latest
from klantkluis.privacy.models import (
    Breach,
    BreachClosure,
    BreachHit,
    HandOver,
    PrivacyRequest,
    ProofRun,
    Redaction,
    RequestLetter,
    RequestStep,
    Sweep,
)
from klantkluis.privacy.retaining.holds import kept_for_now
from klantkluis.shop.unused import UNUSED


def _closed_requests() -> QuerySet[PrivacyRequest]:
    return PrivacyRequest.objects.filter(closed_on__isnull=False, ended_on__isnull=False)


def _forget_requests(requests: QuerySet[Any]) -> int:
    """Remove requests with all that happened to them and was written about them."""
    ids = list(requests.values_list("pk", flat=True))
    RequestLetter.objects.filter(request__in=ids).delete()
    RequestStep.objects.filter(request__in=ids).delete()
    return PrivacyRequest.objects.filter(pk__in=ids).delete()[0]


def _closed_breaches() -> QuerySet[Breach]:
    closed = BreachClosure.objects.filter(breach=OuterRef("pk"))
    ended = Breach.objects.filter(Exists(closed))
    return ended.annotate(ended_at=Subquery(closed.values("at")[:1]))


def _disclosures() -> QuerySet[Any]:
    """Give the hand-overs that no breach points to: the register of breaches outlives them.

    The term begins anew when the recipient was told something about it (art. 19).
    """
    rows: Any = apps.get_model("disclosures.Disclosure")._default_manager
    notices: Any = apps.get_model("disclosures.Notice")._default_manager
    hit = BreachHit.objects.filter(disclosure=OuterRef("pk"))
    last_at = latest((notices.all(), "disclosure", "prepared_at"), or_else="at")
    found: QuerySet[Any] = rows.filter(~Exists(hit)).annotate(last_at=last_at)
    return found


EXPIRING: Final = (
    Expiring(
        code="requests",
        title=_("Requests about personal data, and our answers"),
        term=Term.REQUEST,
        rows=_closed_requests,
        since="ended_on",
        person="customer_uid",
        remove=_forget_requests,
    ),
    Expiring(
        code="hand_overs",
        title=_("Which package of data was handed over how"),
        term=Term.REQUEST,
        rows=HandOver.objects.all,
        since="made_at",
        person="subject",
    ),
    Expiring(
        code="redactions",
        title=_("What was decided of texts in packages"),
        term=Term.REQUEST,
        rows=Redaction.objects.all,
        since="decided_at",
        person="subject",
    ),
    Expiring(
        code="breaches",
        title=_("Data breaches that were closed"),
        term=Term.BREACH,
        rows=_closed_breaches,
        since="ended_at",
    ),
    Expiring(
        code="disclosures",
        title=_("What was handed over to whom"),
        term=Term.DISCLOSURE,
        rows=_disclosures,
        since="last_at",
    ),
    Expiring(
        code="proofs",
        title=_("What earlier checks of the privacy statement found"),
        term=Term.SECURITY,
        rows=ProofRun.objects.all,
        since="ended_at",
    ),
    Expiring(
        code="sweeps",
        title=_("What earlier sweeps found"),
        term=Term.SECURITY,
        rows=Sweep.objects.all,
        since="ended_at",
    ),
)

NEEDED: Final = (
    Needed(code=UNUSED, path="account__customer", among=lambda: kept_for_now().values("pk")),
)
