"""Rows of what was looked at to prove the privacy statement. All are facts, never changed."""

from django.db import models
from django.db.models import F, Q


class ProofRun(models.Model):
    """One time that the checks were run; its results hold until the next run that has some."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    release = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_proof_run_ends_after_it_began", condition=Q(ended_at__gte=F("began_at"))
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of the proofs"


class ProofResult(models.Model):
    """What one check came to. `found` has sentences that name rows by number, and nobody."""

    class Outcome(models.TextChoices):
        """All well; something is wrong; or it could not be looked at."""

        GREEN = "green"
        RED = "red"
        LOCKED = "locked"
        ELSEWHERE = "elsewhere"
        FAILED = "failed"

    run = models.ForeignKey(ProofRun, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    outcome = models.CharField(max_length=9, choices=Outcome)
    count = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["name", "-id"], name="proof_result_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="a_check_has_one_result_a_run"),
            models.CheckConstraint(
                name="a_red_check_found_something_and_a_green_one_nothing",
                condition=Q(outcome="red", count__gte=1) | ~Q(outcome="red") & Q(count=0, found=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.pk} of a check"
