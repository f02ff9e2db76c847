"""Packages that were handed over: facts. What was in them is with the person."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from klantkluis.foundation.models import SealedModel


class HandOver(models.Model):
    """That the data of a person were handed to them: how much, in which way, by whom.

    `subject` is the uid of the person, `request` that of the request which it answers.
    `disclosure_id` is the line in the log of hand-overs, `pick_up` what waits for them in the shop.
    """

    class Kind(models.TextChoices):
        """What was asked for."""

        ACCESS = "access"
        PORTABILITY = "portability"

    class Way(models.TextChoices):
        """How it reached them."""

        PAPER = "paper"
        ZIP = "zip"
        AGE = "age"
        SITE = "site"

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    request = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    way = models.CharField(max_length=5, choices=Way)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    records = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    disclosure_id = models.BigIntegerField(null=True)
    pick_up = models.UUIDField(null=True, unique=True)
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hand_over_waits_in_the_shop_or_not",
                condition=Q(way="site", pick_up__isnull=False) | ~Q(way="site") & Q(pick_up=None),
            )
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="hand_over_by_subject")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class HandOverEnd(models.Model):
    """That all of a package left the office: its size and the SHA-256 of its bytes.

    A hand-over without one broke off: the person has nothing that is of use.
    """

    hand_over = models.OneToOneField(HandOver, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    size = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(name="package_is_not_empty", condition=Q(size__gt=0))]

    def __str__(self) -> str:
        return f"end of hand-over {self.hand_over_id}"


class Redaction(SealedModel):
    """What was decided of a text that is in the package of a person; the last one holds.

    `model`, `row` and `name` say where the text stands. Sealed are a digest of it, for the decision
    holds for these words only, and where the passages are that are hidden.
    """

    class How(models.TextChoices):
        """What becomes of the text."""

        AS_IT_IS = "as_it_is"
        PASSAGES = "passages"
        WHOLE = "whole"

    class Why(models.TextChoices):
        """Why something of it is hidden (GDPR art. 15(4))."""

        SOMEBODY_ELSE = "somebody_else"
        RIGHTS_OF_OTHERS = "rights_of_others"

    subject = models.UUIDField()
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    name = models.CharField(max_length=40)
    how = models.CharField(max_length=8, choices=How)
    why = models.CharField(max_length=16, choices=Why, blank=True)
    decided_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redaction_has_a_reason_when_it_hides",
                condition=Q(how="as_it_is", why="") | ~Q(how="as_it_is") & ~Q(why=""),
            )
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="redaction_by_subject")]

    def __str__(self) -> str:
        return f"redaction {self.pk}"


class HandOverRedaction(models.Model):
    """How much was hidden from a package that was handed over, for one reason: numbers only."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="+")
    why = models.CharField(max_length=16, choices=Redaction.Why)
    passages = models.PositiveIntegerField()
    texts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "why"], name="hand_over_hides_once_for_a_reason"
            ),
            models.CheckConstraint(
                name="hand_over_hid_something", condition=Q(passages__gt=0) | Q(texts__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"redaction of hand-over {self.hand_over_id}"
