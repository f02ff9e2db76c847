"""What came in from people and asks for somebody: post, doubts, and changes that they propose."""

from django.db import models
from django.db.models import F, Q

from klantkluis.foundation.models import SealedModel


class ShopPost(SealedModel):
    """A question, complaint or request from the shop. What it says lies sealed.

    It lies under the key of the customer when we know who wrote, otherwise under one of its own:
    `subject` says which. Requests under the GDPR have a day on which the answer is due (art.
    12(3)).
    """

    class Kind(models.TextChoices):
        """What is asked."""

        QUESTION = "question"
        COMPLAINT = "complaint"
        QUOTE = "quote"
        ACCESS = "access"
        CORRECTION = "correction"
        DELETION = "deletion"
        WITHDRAWAL = "withdrawal"

    subject = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("sales.Order", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    language = models.CharField(max_length=5, default="nl")
    mailed = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shop_post_is_handled_by_somebody",
                condition=Q(handled_at=None) | Q(staff_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="shop_post_open", condition=Q(handled_at=None)),
            models.Index(fields=["customer", "-id"], name="shop_post_by_customer"),
        ]

    def __str__(self) -> str:
        return f"shop post {self.pk}"


class LookalikeFound(models.Model):
    """That a new customer from the shop looks like one whom we knew, and what somebody decided."""

    class Outcome(models.TextChoices):
        """What it was."""

        SAME = "same"
        DIFFERENT = "different"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    other = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "other"], name="lookalike_is_found_once"),
            models.CheckConstraint(name="lookalike_is_another", condition=~Q(customer=F("other"))),
            models.CheckConstraint(
                name="lookalike_ends_with_an_outcome",
                condition=Q(outcome="", ended_at=None, staff_id=None)
                | ~Q(outcome="") & Q(ended_at__isnull=False, staff_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="lookalike_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"look-alike {self.pk}"


class ProposedChange(SealedModel):
    """What a customer says about themselves that differs from what we have (GDPR art. 16).

    `account` is the account through which they said it, None for a guest. A newer proposal takes
    the place of an older one.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted"
        REFUSED = "refused"
        REPLACED = "replaced"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    account = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposed_change_ends_with_an_outcome",
                condition=Q(outcome="", ended_at=None) | ~Q(outcome="") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer", "-id"],
                name="proposed_change_open",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"proposed change {self.pk}"
