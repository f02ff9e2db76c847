"""Accounts of the site that nobody uses, from the day on which we hear of it until they end."""

from django.db import models
from django.db.models import Q


class AccountEnding(models.Model):
    """An account that is to end because nobody used it; gone as soon as somebody does.

    `account` is empty for one of which we know no customer: nobody can be told then. `used_in`
    is the first day of the month in which it was last used: the site says no more. `seen_on`
    is the day on which the site said so last. `told_at` is when its person was told that it ends
    on `ends_on`; `untold` is the code of why that could not be done. `ended_at` is when the site
    said that it ended.
    """

    uid = models.UUIDField(unique=True)
    account = models.OneToOneField("shop.SiteAccount", models.CASCADE, null=True, related_name="+")
    used_in = models.DateField()
    found_on = models.DateField()
    seen_on = models.DateField()
    ends_on = models.DateField()
    told_at = models.DateTimeField(null=True)
    untold = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_ends_after_it_was_found",
                condition=Q(ends_on__gt=models.F("found_on")),
            ),
            models.CheckConstraint(
                name="account_ending_is_told_or_cannot_be",
                condition=Q(told_at=None) | Q(untold=""),
            ),
            models.CheckConstraint(
                name="account_that_ended_is_of_somebody",
                condition=Q(ended_at=None) | Q(account__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="account_to_end", condition=Q(ended_at=None)),
            models.Index(
                fields=["ended_at"], name="account_that_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"account ending {self.pk}"
