"""Products, the history of their prices, the rates of VAT by date, and the stock as facts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.models import SealedModel

CATEGORIES = [(each.value, each.value) for each in VatCategory]
SUPPLIES = [(each.value, each.value) for each in Supply]
BASES = [(each.value, each.value) for each in PriceBasis]


class Product(models.Model):
    """Something that we sell.

    Of a product that keeps stock it is known how many there are, and where they lie; a service
    keeps none. Below the reorder point somebody has to order more.
    """

    sku = models.CharField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=3, default="C62")
    vat_category = models.CharField(max_length=10, choices=CATEGORIES)
    supply = models.CharField(max_length=10, choices=SUPPLIES, default=Supply.GOODS.value)
    barcode = models.CharField(max_length=14, blank=True)
    active = models.BooleanField(default=True)
    keeps_stock = models.BooleanField(default=False)
    reorder_point = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    place = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_nl", "id"], name="product_by_name"),
            models.Index(
                fields=["id"], name="product_that_keeps_stock", condition=Q(keeps_stock=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="product_reorder_point_is_not_negative",
                condition=Q(reorder_point=None) | Q(reorder_point__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.sku


class ProductPrice(models.Model):
    """What a product cost from a day on. The newest row in force decides; none ever changes.

    A reduction is told to the public as one, beside the lowest price of before; see
    `rules.prior_price`.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    basis = models.CharField(max_length=5, choices=BASES)
    valid_from = models.DateField()
    is_reduction = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["product", "-valid_from", "-id"], name="price_in_force"),
        ]
        constraints = [
            models.CheckConstraint(
                name="product_price_is_not_negative", condition=Q(unit_price__gte=0)
            )
        ]

    def __str__(self) -> str:
        return f"price {self.pk}"


class VatRate(models.Model):
    """The rate of a VAT category in a country from a day on."""

    country = models.CharField(max_length=2)
    category = models.CharField(max_length=10, choices=CATEGORIES)
    rate_bp = models.PositiveIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "category", "valid_from"], name="vat_rate_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.category} {self.valid_from}"


class StockMovement(models.Model):
    """The fact that goods came in, went out, or turned out to be more or fewer than we thought.

    `after` is how many there are from then on: the level after the movement before, and this one.
    Rows are added and never changed; a mistake is answered by a correction.
    """

    class Kind(models.TextChoices):
        """What moved the stock."""

        RECEIPT = "receipt"
        DELIVERY = "delivery"
        CORRECTION = "correction"
        COUNT = "count"
        RETURN = "return"

    class Reason(models.TextChoices):
        """Why somebody corrected the stock."""

        DAMAGED = "damaged"
        LOST = "lost"
        FOUND = "found"
        OWN_USE = "own_use"
        MISTAKE = "mistake"

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    after = models.DecimalField(max_digits=14, decimal_places=3)
    moved_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["product", "-id"], name="stock_movement_by_product")]
        constraints = [
            models.CheckConstraint(name="stock_movement_moves", condition=~Q(quantity=0)),
            models.CheckConstraint(
                name="stock_movement_goes_its_way",
                condition=Q(kind__in=["receipt", "return"], quantity__gt=0)
                | Q(kind="delivery", quantity__lt=0)
                | Q(kind__in=["correction", "count"]),
            ),
            models.CheckConstraint(
                name="stock_movement_has_a_reason_when_corrected",
                condition=Q(kind="correction") & ~Q(reason="")
                | ~Q(kind="correction") & Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"stock movement {self.pk}"


class StockNote(SealedModel):
    """The words that came with movements, under the key of their book year."""

    movement = models.OneToOneField(StockMovement, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"note of stock movement {self.movement_id}"


class StockLevel(models.Model):
    """How many there are of a product that keeps, or ever kept, stock.

    Follows from the movements and is kept so that nobody has to add them up; the invariants
    compare both. Whoever moves the stock locks this row first.
    """

    product = models.OneToOneField(Product, models.PROTECT, primary_key=True, related_name="+")
    on_hand = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    last_movement = models.OneToOneField(StockMovement, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"stock of product {self.product_id}"
