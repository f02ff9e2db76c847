"""How long what is kept, as the owner decided, and who may not be forgotten for the time being."""

from django.db import models
from django.db.models import F, Q

from klantkluis.core.declared import Term
from klantkluis.foundation.models import SealedModel


class TermDecision(models.Model):
    """The owner decided how long something is kept, and why. The last decision holds.

    The reason is about a kind of records, never about somebody (GDPR art. 5(1)(e), 5(2)).
    """

    term = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Term])
    months = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["term", "-id"], name="term_decision_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="term_decision_has_a_length_and_a_reason",
                condition=Q(months__gt=0) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} on {self.term}"


class LegalHold(SealedModel):
    """Nothing of this customer is removed while it lasts: a claim may need it (art. 17(3)(e))."""

    class Ground(models.TextChoices):
        """Why nothing may go."""

        CLAIM = "claim"
        COURT = "court"
        AUTHORITY = "authority"
        INSURER = "insurer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    since = models.DateField()
    placed_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["customer"], name="legal_hold_by_customer")]

    def __str__(self) -> str:
        return f"legal hold {self.pk}"


class LegalHoldEnd(models.Model):
    """A legal hold ended; from that day on terms count again."""

    hold = models.OneToOneField(LegalHold, models.CASCADE, related_name="+")
    since = models.DateField()
    ended_on = models.DateField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_hold_ends_after_it_began", condition=Q(ended_on__gte=F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"end of legal hold {self.hold_id}"
