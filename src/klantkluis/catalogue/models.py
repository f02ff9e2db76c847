"""Products, the history of their prices, and the rates of VAT by date."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory

CATEGORIES = [(each.value, each.value) for each in VatCategory]
SUPPLIES = [(each.value, each.value) for each in Supply]
BASES = [(each.value, each.value) for each in PriceBasis]


class Product(models.Model):
    """Something that we sell."""

    sku = models.CharField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=3, default="C62")
    vat_category = models.CharField(max_length=10, choices=CATEGORIES)
    supply = models.CharField(max_length=10, choices=SUPPLIES, default=Supply.GOODS.value)
    barcode = models.CharField(max_length=14, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["name_nl", "id"], name="product_by_name")]

    def __str__(self) -> str:
        return self.sku


class ProductPrice(models.Model):
    """What a product cost from a day on. The newest row in force decides; none ever changes."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    basis = models.CharField(max_length=5, choices=BASES)
    valid_from = models.DateField()
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
