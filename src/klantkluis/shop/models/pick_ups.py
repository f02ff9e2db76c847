"""Packages on their way to the shop, where their person picks them up."""

from django.db import models
from django.db.models import F, Q


class PickUp(models.Model):
    """A package of somebody's data, sealed to the key of their account; we cannot open it either.

    `sealed_key` holds the key of the package, sealed with HPKE to `for_key`. `parts` is null until
    all of it is here, and `sent` says how many parts the site has. `refused_at` says that the site
    does not take it: the account is gone, or has another key by now.
    """

    uid = models.UUIDField(unique=True)
    account = models.ForeignKey("shop.SiteAccount", models.CASCADE, related_name="+")
    for_key = models.BinaryField(max_length=32)
    sealed_key = models.BinaryField(max_length=1300)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    size = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(null=True)
    sent = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    picked_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pick_up_is_sent_when_every_part_is",
                condition=Q(sent_at=None) | Q(parts__isnull=False, sent=F("parts")),
            ),
            models.CheckConstraint(
                name="pick_up_ends_after_it_was_made", condition=Q(until__gt=F("made_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["account"], name="pick_up_by_account"),
            models.Index(
                fields=["id"],
                name="pick_up_to_send",
                condition=Q(parts__isnull=False, sent_at=None, refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"pick-up {self.pk}"


class PickUpPart(models.Model):
    """Some megabytes of a package, until the site has them."""

    pick_up = models.ForeignKey(PickUp, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pick_up", "number"], name="part_of_a_pick_up_is_once")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of pick-up {self.pick_up_id}"
