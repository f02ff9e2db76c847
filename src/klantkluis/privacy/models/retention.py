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


class Sweep(models.Model):
    """Somebody or the night looked at what is over; unless it was a look only, that went."""

    at = models.DateTimeField()
    ended_at = models.DateTimeField()
    look_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sweep_ends_after_it_began", condition=Q(ended_at__gte=F("at"))
            )
        ]

    def __str__(self) -> str:
        return f"sweep {self.pk}"


class SweepFinding(models.Model):
    """What one look found of one kind: how much is due, held, kept, gone, and what comes next.

    `overdue` should have gone days before. `ahead` counts by month (the first day of it) how much
    comes to its end when. Numbers only.
    """

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="+")
    code = models.CharField(max_length=30)
    term = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Term])
    months = models.PositiveSmallIntegerField()
    due = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    next_on = models.DateField(null=True)
    ahead = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sweep", "code"], name="sweep_finds_each_kind_once")
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"


class RelationOver(models.Model):
    """A customer whose relation with us is over and whom nothing keeps: may be forgotten.

    Follows from the other rows and is worked out anew by each sweep, so that a page need not go
    through all there is. It holds the number of the customer's row and is no part of what is kept
    of the customer: a plan of an erasure does not change because the night went by. From
    `found_on` an owner has had the time to say yes.
    """

    customer = models.PositiveBigIntegerField(primary_key=True)
    last_on = models.DateField()
    found_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["last_on", "customer"], name="relation_over_oldest_first")]

    def __str__(self) -> str:
        return f"end of the relation with customer row {self.pk}"


class RelationToEnd(models.Model):
    """A customer who is to be forgotten because the relation is over, until the plan is signed.

    `staff_id` is the owner who decided so, or nobody: an owner allows so many each day.
    """

    customer = models.PositiveBigIntegerField(primary_key=True)
    decided_at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"decision to end the relation with customer row {self.pk}"


class ClassEnd(models.Model):
    """The key of a book year was destroyed, because an owner said so after its term (AWR 52)."""

    name = models.CharField(max_length=20, unique=True)
    documents = models.PositiveIntegerField()
    ended_at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"end of class {self.name}"
