"""Subscriptions: what is billed each period, and which invoice each period has."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from klantkluis.billing.period_rules import PeriodUnit, Rhythm
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import HOME, PriceBasis, VatCategory
from klantkluis.foundation.models import SealedModel


class Subscription(models.Model):
    """What a customer is billed for again and again. What it says is in its versions.

    `sends` says that its drafts are sent by themselves, as soon as the vault is open to somebody
    who may send them. `staff_id` is who wrote it, for whom drafts are made.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    starts_on = models.DateField()
    unit = models.CharField(max_length=7, choices=[(each.value, each.value) for each in PeriodUnit])
    every = models.PositiveSmallIntegerField(default=1)
    in_advance = models.BooleanField(default=True)
    sends = models.BooleanField(default=False)
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subscription_comes_round", condition=Q(every__gte=1, every__lte=60)
            )
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="subscription_by_customer")]

    def __str__(self) -> str:
        return f"subscription {self.pk}"

    @property
    def rhythm(self) -> Rhythm:
        """When it is billed."""
        return Rhythm(self.starts_on, PeriodUnit(self.unit), self.every, self.in_advance)


class SubscriptionVersion(SealedModel):
    """What a subscription says from one of its periods on: its words and prices.

    The countries and the kind of buyer are those of an order, for the same reason.
    """

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    from_period = models.PositiveIntegerField()
    basis = models.CharField(
        max_length=5, choices=[(each.value, each.value) for each in PriceBasis]
    )
    discount_bp = models.PositiveIntegerField(default=0)
    ship_country = models.CharField(max_length=2, default=HOME)
    buyer_country = models.CharField(max_length=2, default=HOME)
    to_business = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "version"], name="subscription_version_number"
            ),
            models.CheckConstraint(
                name="subscription_version_is_counted_from_one",
                condition=Q(version__gte=1, from_period__gte=1),
            ),
            models.CheckConstraint(
                name="subscription_discount_is_at_most_everything",
                condition=Q(discount_bp__lte=10_000),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of subscription {self.subscription_id}"


class SubscriptionLine(models.Model):
    """One line of a version: a product, or words of its own that lie sealed with the version."""

    version = models.ForeignKey(SubscriptionVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    product = models.ForeignKey("catalogue.Product", models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=3, default="C62")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    discount_bp = models.PositiveIntegerField(default=0)
    vat_category = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in VatCategory]
    )
    supply = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Supply],
        default=Supply.GOODS.value,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="subscription_position"),
            models.CheckConstraint(
                name="subscription_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="subscription_line_of_kind_product_names_one",
                condition=Q(kind="product", product__isnull=False)
                | ~Q(kind="product") & Q(product=None),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.position} of subscription version {self.version_id}"


class SubscriptionEnd(models.Model):
    """The fact that no period begins after a day."""

    subscription = models.OneToOneField(Subscription, models.PROTECT, related_name="+")
    ends_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"end of subscription {self.subscription_id}"


class SubscriptionPause(models.Model):
    """Days between which no period begins that is billed."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))
            )
        ]

    def __str__(self) -> str:
        return f"pause of subscription {self.subscription_id}"


class SubscriptionPeriod(models.Model):
    """A period that was billed, with its invoice or draft; or that somebody decided to skip."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    version = models.ForeignKey(SubscriptionVersion, models.PROTECT, related_name="+")
    invoice = models.OneToOneField("billing.Invoice", models.PROTECT, null=True, related_name="+")
    skipped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "number"], name="each_period_is_billed_once"
            ),
            models.CheckConstraint(
                name="period_has_an_invoice_or_was_skipped",
                condition=Q(invoice__isnull=False, skipped_on=None)
                | Q(invoice=None, skipped_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"period {self.number} of subscription {self.subscription_id}"
