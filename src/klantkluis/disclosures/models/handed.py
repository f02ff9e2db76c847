"""What was handed over: once to somebody, about one person or very many."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from klantkluis.disclosures.rules import RECIPIENTS, UNNAMED, Ground, What, Why
from klantkluis.foundation.choices import choices


class Disclosure(models.Model):
    """Personal data that left the vault: to whom, on which ground, what for, about how many.

    It is written before the first byte leaves. `recipient_name` is the name of an organisation
    and never that of a person. `left_out` counts who asked that their data be kept and not used.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    staff_id = models.UUIDField()
    what = models.CharField(max_length=20, choices=choices(What))
    recipient = models.CharField(max_length=20, choices=choices(RECIPIENTS))
    recipient_name = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=30, choices=choices(Ground))
    why = models.CharField(max_length=20, choices=choices(Why))
    categories = models.JSONField()
    subjects = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["staff_id", "what", "-id"], name="disclosure_by_staff"),
            models.Index(fields=["recipient", "-id"], name="disclosure_by_recipient"),
            models.Index(fields=["at"], name="disclosure_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                name="disclosure_has_a_legal_ground",
                condition=Q(ground__in=[each.value for each in Ground]),
            ),
            models.CheckConstraint(
                name="disclosure_names_its_recipient",
                condition=Q(recipient__in=sorted(UNNAMED)) | ~Q(recipient_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class DisclosedSubject(models.Model):
    """That a hand-over was about somebody, by the uid of their key: it names nobody."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="+")
    subject = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "disclosure"], name="disclosure_is_about_somebody_once"
            )
        ]

    def __str__(self) -> str:
        return f"subject of disclosure {self.disclosure_id}"


class DisclosureFile(models.Model):
    """The file that was handed over, noted when its last byte left, or when that broke off.

    By its SHA-256 a file that turns up somewhere is known again.
    """

    class Outcome(models.TextChoices):
        """Whether all of it left."""

        WHOLE = "whole"
        BROKEN = "broken"

    disclosure = models.OneToOneField(
        Disclosure, models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    sha256 = models.BinaryField(max_length=32, db_index=True)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"file of disclosure {self.pk}"
