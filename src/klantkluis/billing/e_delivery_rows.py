"""E-invoices on their way over an access point: facts that only come in."""

from django.db import models
from django.db.models import Q

from klantkluis.billing.einvoice.access_point import Outcome
from klantkluis.foundation.sealed_model import SealedModel


class AccessPointKey(SealedModel):
    """The key that our access point gave us. It lies sealed; the row's uid is its own subject."""

    changed_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="access_point_key_is_there_once", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return "key of the access point"


class EDelivery(models.Model):
    """An e-invoice that has to go out over the access point. Ids only."""

    uid = models.UUIDField(unique=True, editable=False)
    e_invoice = models.ForeignKey("billing.EInvoice", models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class EDeliveryAttempt(models.Model):
    """One time that we set out to hand it over. Kept before the other side is called."""

    delivery = models.ForeignKey(EDelivery, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="e_delivery_attempt_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of delivery {self.delivery_id}"


class EDeliveryAnswer(SealedModel):
    """What the access point said: at once, or when it was asked later. Its words lie sealed."""

    attempt = models.ForeignKey(EDeliveryAttempt, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=11, choices=[(x.value, x.value) for x in Outcome])
    later = models.BooleanField()
    reference = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    cls = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(later=False), name="e_delivery_is_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class EDeliveryDecision(models.Model):
    """What a person decided after so many attempts: again, or settled in another way."""

    class What(models.TextChoices):
        """The decision. Settled is the last word."""

        AGAIN = "again"
        SETTLED = "settled"

    delivery = models.ForeignKey(EDelivery, models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField()
    what = models.CharField(max_length=7, choices=What)
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "attempts", "what"], name="e_delivery_decision_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} about delivery {self.delivery_id}"


class OpenEDelivery(models.Model):
    """A delivery that is neither accepted nor settled; follows from the facts.

    Only one of an e-invoice is open at a time, so that nobody sends it twice by mistake.
    """

    delivery = models.OneToOneField(EDelivery, models.PROTECT, primary_key=True, related_name="+")
    e_invoice = models.OneToOneField("billing.EInvoice", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"open delivery {self.delivery_id}"
