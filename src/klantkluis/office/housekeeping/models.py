"""What was done at night: one row for each time that a chore was done."""

from django.db import models
from django.db.models import F, Q


class ChoreRun(models.Model):
    """One chore that was done once. What still waits is not a row: it follows from these.

    `found` holds sentences with numbers of rows, for who has to mend something; never a name.
    """

    class Outcome(models.TextChoices):
        """How it ended: all well, something is broken, or the chore itself went wrong."""

        WELL = "well"
        BROKEN = "broken"
        FAILED = "failed"

    chore = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    count = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_chore_ends_after_it_began", condition=Q(ended_at__gte=F("began_at"))
            ),
        ]
        indexes = [models.Index(fields=["chore", "-id"], name="chore_run_by_chore")]

    def __str__(self) -> str:
        return f"chore run {self.pk}"
