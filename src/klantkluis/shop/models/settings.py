"""How the shop sells: its looks and habits, how goods are sent, and its pages of text."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Shop(models.Model):
    """How the one shop sells. Countries and ways to pay are lists with commas between."""

    name = models.CharField(max_length=80)
    tagline_nl = models.CharField(max_length=160, blank=True)
    tagline_en = models.CharField(max_length=160, blank=True)
    welcome_nl = models.TextField(blank=True)
    welcome_en = models.TextField(blank=True)
    in_english = models.BooleanField(default=True)
    accent = models.CharField(max_length=7, default="#1f5f8b")
    show_prices = models.CharField(max_length=5, default="gross")
    stock = models.CharField(max_length=12, default="availability")
    payments = models.CharField(max_length=60, default="transfer,invoice")
    newsletter = models.BooleanField(default=True)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="shop_is_there_once", condition=Q(id=1)),
            models.CheckConstraint(
                name="shop_shows_prices_in_one_of_two_ways",
                condition=Q(show_prices__in=["gross", "net"]),
            ),
            models.CheckConstraint(
                name="shop_shows_stock_in_one_of_three_ways",
                condition=Q(stock__in=["none", "availability", "number"]),
            ),
            models.CheckConstraint(
                name="shop_lets_pay_after_delivery", condition=Q(payments__contains="invoice")
            ),
        ]

    def __str__(self) -> str:
        return "the shop"


class ShopName(models.Model):
    """A name that the shop had from a moment on: its pages said it. Rows are only added."""

    name = models.CharField(max_length=80)
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"name {self.pk} of the shop"


class ShippingMethod(models.Model):
    """A way in which goods reach the customer. Prices are in cents including VAT."""

    code = models.CharField(max_length=40, unique=True)
    name_nl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    days_nl = models.CharField(max_length=80, blank=True)
    days_en = models.CharField(max_length=80, blank=True)
    countries = models.CharField(max_length=400)
    free_from_cents = models.PositiveIntegerField(default=0)
    pick_up = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shipping_method_goes_somewhere", condition=~Q(countries="") & ~Q(code="")
            )
        ]

    def __str__(self) -> str:
        return f"shipping method {self.pk}"


class ShippingStep(models.Model):
    """What a method costs up to a weight."""

    method = models.ForeignKey(ShippingMethod, models.CASCADE, related_name="+")
    up_to_grams = models.PositiveIntegerField()
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["method", "up_to_grams"], name="shipping_step_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"step {self.pk} of a shipping method"


class PageVersion(models.Model):
    """A page of text as it was from a moment on. Rows are added and never changed.

    So it can always be said which terms held when somebody ordered. `gone` tells that the page was
    taken away.
    """

    name = models.CharField(max_length=60)
    title_nl = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    body_nl = models.TextField()
    body_en = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    in_footer = models.BooleanField(default=True)
    gone = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["name", "-id"], name="page_version_by_name")]
        constraints = [
            models.CheckConstraint(
                name="page_version_has_name_and_title", condition=~Q(name="") & ~Q(title_nl="")
            )
        ]

    def __str__(self) -> str:
        return f"page version {self.pk}"
