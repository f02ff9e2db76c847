"""Quotes, what was said of them, and what came of them. Addresses and words lie sealed."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import HOME, PriceBasis, VatCategory
from klantkluis.foundation.models import SealedModel
from klantkluis.sales.models.orders import Order, OrderLine


class Quote(models.Model):
    """What we offer a customer under one number, in one version or more.

    Orders point back to it. The number stays when the words have been let go of.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer", "-number"], name="quote_by_customer")]

    def __str__(self) -> str:
        return f"quote {self.number}"


class QuoteVersion(SealedModel):
    """What a quote said at one time: its own address, words and prices. Final once issued.

    The countries and the kind of buyer are those of an order, for the same reason.
    """

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    quoted_on = models.DateField()
    valid_until = models.DateField()
    follow_up_on = models.DateField(null=True)
    basis = models.CharField(
        max_length=5, choices=[(each.value, each.value) for each in PriceBasis]
    )
    discount_bp = models.PositiveIntegerField(default=0)
    ship_country = models.CharField(max_length=2, default=HOME)
    buyer_country = models.CharField(max_length=2, default=HOME)
    to_business = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "version"], name="quote_version_number"),
            models.CheckConstraint(
                name="quote_version_is_counted_from_one", condition=Q(version__gte=1)
            ),
            models.CheckConstraint(
                name="quote_is_valid_for_a_day_at_least",
                condition=Q(valid_until__gte=F("quoted_on")),
            ),
            models.CheckConstraint(
                name="quote_discount_is_at_most_everything", condition=Q(discount_bp__lte=10_000)
            ),
        ]
        indexes = [
            models.Index(fields=["quoted_on"], name="quote_version_by_day"),
            models.Index(fields=["valid_until"], name="quote_version_by_validity"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of quote {self.quote_id}"


class QuoteLine(models.Model):
    """One line of a version of a quote. An optional one is left out of the total."""

    version = models.ForeignKey(QuoteVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=OrderLine.Kind)
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
    optional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="quote_line_position"),
            models.CheckConstraint(
                name="quote_line_of_kind_product_names_one",
                condition=Q(kind="product", product__isnull=False)
                | ~Q(kind="product") & Q(product=None),
            ),
            models.CheckConstraint(
                name="quote_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="quote_line_discount_is_at_most_everything",
                condition=Q(discount_bp__lte=10_000),
            ),
            models.CheckConstraint(
                name="quote_line_price_is_negative_for_a_discount_only",
                condition=Q(kind="discount", unit_price__lte=0)
                | ~Q(kind="discount") & Q(unit_price__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.position} of quote version {self.version_id}"


class QuoteSending(models.Model):
    """The fact that a version was issued; from then on it is final."""

    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="+")
    issued_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"sending of quote version {self.version_id}"


class QuoteFollowUp(models.Model):
    """The fact that somebody asked what the customer thinks of it, and when to ask again."""

    version = models.ForeignKey(QuoteVersion, models.PROTECT, related_name="+")
    followed_up_on = models.DateField()
    next_on = models.DateField(null=True)
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"follow-up of quote version {self.version_id}"


class QuoteAcceptance(SealedModel):
    """The fact that a customer said yes to a version: on which day, and how. Who lies sealed."""

    class How(models.TextChoices):
        """How the yes came in."""

        SIGNED = "signed"
        EMAIL = "email"
        PHONE = "phone"
        IN_PERSON = "in_person"

    quote = models.OneToOneField(Quote, models.PROTECT, related_name="+")
    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="+")
    accepted_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)

    def __str__(self) -> str:
        return f"acceptance of quote {self.quote_id}"


class QuoteChoice(models.Model):
    """The fact that an optional line was chosen when the quote was accepted."""

    acceptance = models.ForeignKey(QuoteAcceptance, models.PROTECT, related_name="+")
    line = models.OneToOneField(QuoteLine, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"choice of quote line {self.line_id}"


class QuoteRefusal(SealedModel):
    """The fact that a customer said no, or never answered. The reason lies sealed."""

    quote = models.OneToOneField(Quote, models.PROTECT, related_name="+")
    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="+")
    refused_on = models.DateField()

    def __str__(self) -> str:
        return f"refusal of quote {self.quote_id}"


class QuoteOrder(models.Model):
    """Which quote an order came from: the order names the quote, never the other way."""

    order = models.OneToOneField(Order, models.PROTECT, primary_key=True, related_name="+")
    quote = models.OneToOneField(Quote, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"quote of order {self.order_id}"


class QuotePaper(SealedModel):
    """The PDF of a version as it was issued, under a key that lies in the sealed row."""

    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="+")
    contents = models.BinaryField()

    def __str__(self) -> str:
        return f"paper of quote version {self.version_id}"


class OpenQuote(models.Model):
    """A quote that was issued and waits for an answer.

    Follows from the other rows and is kept so that the first screen need not go through all
    quotes; the invariants compare it with what follows.
    """

    quote = models.OneToOneField(Quote, models.CASCADE, primary_key=True, related_name="+")
    valid_until = models.DateField()
    follow_up_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["valid_until"], name="open_quote_by_validity"),
            models.Index(fields=["follow_up_on"], name="open_quote_by_follow_up"),
        ]

    def __str__(self) -> str:
        return f"open quote {self.quote_id}"
