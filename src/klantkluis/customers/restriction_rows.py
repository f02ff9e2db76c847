"""Rows of restrictions and objections: facts that only grow (GDPR art. 18 and 21)."""

from django.db import models
from django.db.models import Q

from klantkluis.core.roles import Channel
from klantkluis.customers.restriction_rules import CAUSES, Against, Cause, Kind, Permission, Told
from klantkluis.customers.restriction_rules import Use as UseKind
from klantkluis.foundation.choices import choices
from klantkluis.foundation.sealed_model import SealedModel


def _fits() -> Q:
    fitting = Q()
    for (kind, against), causes in CAUSES.items():
        listed = [cause.value for cause in causes]
        fitting |= Q(kind=kind.value, against=against.value, cause__in=listed)
    return fitting


class Restriction(SealedModel):
    """That data of a customer may be kept and not used, or not for one purpose, since a moment.

    The words of the person, or ours, lie sealed. It ends by a `RestrictionLift`.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=choices(Kind))
    against = models.CharField(max_length=20, choices=choices(Against))
    cause = models.CharField(max_length=20, choices=choices(Cause))
    since = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=choices(Channel))
    request_uid = models.UUIDField(null=True)
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="restriction_by_customer")]
        constraints = [
            models.CheckConstraint(name="restriction_has_a_cause_of_its_kind", condition=_fits())
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class RestrictionAnnouncement(models.Model):
    """That the person was told that a restriction will be lifted; without it, it cannot be."""

    restriction = models.OneToOneField(
        Restriction, models.CASCADE, primary_key=True, related_name="+"
    )
    told_at = models.DateTimeField()
    how = models.CharField(max_length=11, choices=choices(Told))
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"announcement of restriction {self.pk}"


class RestrictionLift(models.Model):
    """That a restriction or objection no longer holds, after the person was told so."""

    restriction = models.OneToOneField(
        Restriction, models.CASCADE, primary_key=True, related_name="+"
    )
    lifted_at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"lift of restriction {self.pk}"


class PermittedUse(SealedModel):
    """That somebody used restricted data all the same: what for, on which ground, since when.

    The typed reason lies sealed. It holds for the one use, for a short time.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=choices(UseKind))
    permission = models.CharField(max_length=16, choices=choices(Permission))
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="permitted_use_by_customer")]
        constraints = [
            models.CheckConstraint(
                name="permitted_use_has_a_ground",
                condition=Q(permission__in=[each.value for each in Permission]),
            )
        ]

    def __str__(self) -> str:
        return f"permitted use {self.pk}"
