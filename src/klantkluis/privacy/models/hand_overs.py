"""Packages that were handed over: facts. What was in them is with the person."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


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
