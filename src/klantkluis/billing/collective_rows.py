"""Which customers get their collective invoice by themselves, and until when they were billed."""

from django.db import models

from klantkluis.billing.rules import CollectiveEvery


class CollectiveBilling(models.Model):
    """A customer whose deliveries are billed together each week or month.

    `billed_until` is the last day for which that was done. So a draft that somebody deletes is not
    made anew the next night, but with the next week or month. `staff_id` is who chose it, for whom
    the drafts are made.
    """

    customer = models.OneToOneField("customers.Customer", models.PROTECT, related_name="+")
    every = models.CharField(
        max_length=5, choices=[(each.value, each.value) for each in CollectiveEvery]
    )
    billed_until = models.DateField(null=True)
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"collective billing of customer {self.customer_id}"
