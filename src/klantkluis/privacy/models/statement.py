"""Rows of the register and of the privacy statement. All are facts: added, never changed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

KINDS = (
    "host", "mail_service", "access_point", "payment_provider", "carrier", "vies", "accountant",
)  # fmt: skip


class StatementVersion(models.Model):
    """The privacy statement as it was published from a moment on; the one last published holds.

    `sentences` lists id, heading, Dutch and English of each sentence, so that two versions can be
    compared sentence by sentence; `digest` follows from what the pages said.
    """

    number = models.PositiveIntegerField(unique=True)
    title_nl = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    body_nl = models.TextField()
    body_en = models.TextField()
    sentences = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_index=True)
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="statement_version_says_something",
                condition=Q(number__gte=1) & ~Q(body_nl="") & ~Q(body_en="") & ~Q(digest=""),
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number} of the privacy statement"


class SentenceConfirmation(models.Model):
    """The owner said on a day that a sentence about how people work is still true."""

    sentence = models.CharField(max_length=40)
    confirmed_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["sentence", "-id"], name="confirmation_by_sentence")]

    def __str__(self) -> str:
        return f"confirmation {self.pk} of a sentence"


class ActivityNote(models.Model):
    """What the owner adds to a sheet of the register (GDPR art. 30, 35); the newest holds.

    `no_dpia_nl` and `no_dpia_en` say why no impact assessment is needed.
    """

    activity = models.CharField(max_length=20)
    no_dpia_nl = models.TextField()
    no_dpia_en = models.TextField(blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["activity", "-id"], name="activity_note_by_activity")]
        constraints = [
            models.CheckConstraint(
                name="activity_note_gives_a_reason", condition=~Q(activity="") & ~Q(no_dpia_nl="")
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk} on an activity"


class ProcessorNote(models.Model):
    """Who does some work for us or carries our goods (GDPR art. 28); the newest of a kind holds.

    `safeguard` names what covers a transfer outside the EEA (art. 46), empty inside it. An empty
    `name` takes back what was said before.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, default="NL")
    agreed_on = models.DateField(null=True)
    safeguard = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="processor_note_by_kind")]
        constraints = [
            models.CheckConstraint(
                name="processor_note_is_of_a_known_kind", condition=Q(kind__in=KINDS)
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk} on a processor"
