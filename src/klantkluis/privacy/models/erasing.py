"""Rows of erasures: what was planned, who signed it, and how far it was carried out.

Nothing here names anybody: rows are named by their numbers, people by the random uid that is left
of them.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from klantkluis.privacy.verdicts import AskedBy, Verdict, Why


class ErasurePlan(models.Model):
    """What would become of every record of one person, worked out on a day.

    `digest` stands for all lines: who signs, signs this. `request` is the request of the person
    that asked for it. A plan that was not signed does nothing.
    """

    class Person(models.TextChoices):
        """Who it is about."""

        CUSTOMER = "customer"
        SUBSCRIBER = "subscriber"
        STRANGER = "stranger"

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Person)
    asked_by = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in AskedBy]
    )
    request = models.UUIDField(null=True)
    planned_on = models.DateField()
    planned_at = models.DateTimeField()
    staff_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="erasure_plan_by_person")]

    def __str__(self) -> str:
        return f"erasure plan {self.pk}"


class ErasurePerson(models.Model):
    """A uid of the person of a plan: one who was merged has several, each with a key."""

    plan = models.ForeignKey(ErasurePlan, models.CASCADE, related_name="+")
    uid = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "uid"], name="erasure_person_is_named_once")
        ]

    def __str__(self) -> str:
        return f"person of erasure plan {self.plan_id}"


class ErasureLine(models.Model):
    """The verdict on one record: which row of which model, until when, under which law."""

    plan = models.ForeignKey(ErasurePlan, models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    verdict = models.CharField(max_length=6, choices=[(x.value, x.value) for x in Verdict])
    until = models.DateField(null=True)
    law = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=5, blank=True, choices=[(x.value, x.value) for x in Why])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "model", "row"], name="erasure_line_is_there_once"
            ),
            models.CheckConstraint(
                name="what_is_kept_is_kept_under_a_law",
                condition=Q(verdict="keep") & ~Q(law="") & ~Q(why="")
                | ~Q(verdict="keep") & Q(law="", why="", until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of erasure plan {self.plan_id}"


class ErasureSigning(models.Model):
    """That an owner read a plan and signed it, and from which moment it may be carried out."""

    plan = models.OneToOneField(ErasurePlan, models.PROTECT, primary_key=True, related_name="+")
    signed_at = models.DateTimeField()
    not_before = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_is_not_before_it_was_signed",
                condition=Q(not_before__gte=F("signed_at")),
            )
        ]

    def __str__(self) -> str:
        return f"signing of erasure plan {self.plan_id}"


class ErasureUndoing(models.Model):
    """That an owner took the signing back, before anything was done."""

    signing = models.OneToOneField(
        ErasureSigning, models.PROTECT, primary_key=True, related_name="+"
    )
    undone_at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"undoing of erasure plan {self.signing_id}"


class ErasureReturn(models.Model):
    """That a signed plan went back unfinished: what is there is not what was signed."""

    signing = models.OneToOneField(
        ErasureSigning, models.PROTECT, primary_key=True, related_name="+"
    )
    returned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"return of erasure plan {self.signing_id}"


class ErasureStep(models.Model):
    """One step of carrying a plan out that is done, and how many rows it was about."""

    class Step(models.TextChoices):
        """The steps, in their order; `part` is what could go while a claim was still open."""

        INTENT = "intent"
        PART = "part"
        KEY = "key"
        ROWS = "rows"
        DISK = "disk"
        PROOF = "proof"
        DONE = "done"

    plan = models.ForeignKey(ErasureSigning, models.PROTECT, related_name="+")
    step = models.CharField(max_length=6, choices=Step)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "step"], name="erasure_step_is_done_once")
        ]

    def __str__(self) -> str:
        return f"step {self.step} of erasure plan {self.plan_id}"


class OpenErasure(models.Model):
    """A signed plan that is not carried out to its end, undone or returned.

    Follows from the facts, and is kept so that the clock need not look at all plans; an
    invariant compares it with them.
    """

    plan = models.OneToOneField(ErasureSigning, models.PROTECT, primary_key=True, related_name="+")
    not_before = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"open erasure {self.plan_id}"
