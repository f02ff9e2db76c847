"""Orders and what was delivered on them. Addresses and words lie sealed."""

from django.db import models
from django.db.models import Q

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import HOME, PriceBasis, VatCategory
from klantkluis.foundation.models import SealedModel


class Order(SealedModel):
    """What a customer asked for. Delivery notes and invoices point back to it.

    Where the goods arrive, where the buyer is, and whether it is a business: as much of a sealed
    address as the VAT depends on, as it was when the order was taken.
    """

    number = models.PositiveIntegerField(unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    basis = models.CharField(
        max_length=5, choices=[(each.value, each.value) for each in PriceBasis]
    )
    discount_bp = models.PositiveIntegerField(default=0)
    ship_country = models.CharField(max_length=2, default=HOME)
    buyer_country = models.CharField(max_length=2, default=HOME)
    to_business = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_discount_is_at_most_everything", condition=Q(discount_bp__lte=10_000)
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-number"], name="order_by_customer"),
            models.Index(fields=["ordered_on"], name="order_by_day"),
        ]

    def __str__(self) -> str:
        return f"order {self.number}"


class OrderLine(models.Model):
    """One line of an order: a product, or words of its own that lie sealed with the order."""

    class Kind(models.TextChoices):
        """What the line is about. Shipping and discount are not delivered, only billed."""

        PRODUCT = "product"
        TEXT = "text"
        SHIPPING = "shipping"
        DISCOUNT = "discount"

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
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
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(
                name="order_line_of_kind_product_names_one",
                condition=Q(kind="product", product__isnull=False)
                | ~Q(kind="product") & Q(product=None),
            ),
            models.CheckConstraint(
                name="order_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="order_line_discount_is_at_most_everything",
                condition=Q(discount_bp__lte=10_000),
            ),
            models.CheckConstraint(
                name="order_line_price_is_negative_for_a_discount_only",
                condition=Q(kind="discount", unit_price__lte=0)
                | ~Q(kind="discount") & Q(unit_price__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.position} of order {self.order_id}"


class OrderCancellation(models.Model):
    """The fact that what was not delivered of an order will not be delivered."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="+")
    cancelled_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"cancellation of order {self.order_id}"


class OpenOrder(models.Model):
    """An order of which something is still to be delivered or billed.

    Follows from the other rows and is kept so that the first screen need not add up all orders;
    the invariants compare it with what follows. `billed` says that all that was ordered is on
    invoices, so that what goes out later needs none.
    """

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="+")
    to_deliver = models.BooleanField()
    to_bill = models.BooleanField()
    billed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="open_order_has_something_open", condition=Q(to_deliver=True) | Q(to_bill=True)
            )
        ]
        indexes = [
            models.Index(fields=["order"], name="order_to_deliver", condition=Q(to_deliver=True)),
            models.Index(fields=["order"], name="order_to_bill", condition=Q(to_bill=True)),
        ]

    def __str__(self) -> str:
        return f"open order {self.order_id}"


class DistanceSales(models.Model):
    """What was sold in a year to consumers elsewhere in the EU, without VAT (art. 59c).

    Follows from the invoices and is kept so that each sale need not add up two years; billing
    writes it, and its invariants compare it with the invoices.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    net_cents = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"distance sales of {self.year}"


class Delivery(SealedModel):
    """A delivery note: what left the house on a day, to where. It has a number and no prices."""

    number = models.PositiveIntegerField(unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    delivered_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["order", "number"], name="delivery_by_order"),
            models.Index(fields=["delivered_on"], name="delivery_by_day"),
        ]

    def __str__(self) -> str:
        return f"delivery note {self.number}"


class DeliveryPaper(SealedModel):
    """The PDF of a delivery note as it was issued, under a key that lies in the sealed row."""

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="+")
    contents = models.BinaryField()

    def __str__(self) -> str:
        return f"paper of delivery note {self.delivery_id}"


class DeliveryLine(models.Model):
    """How much of an order line was delivered; of stock that is kept, with which movement."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    movement = models.ForeignKey(
        "catalogue.StockMovement", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="delivery_line_has_its_own_movement",
                fields=["movement"],
                condition=Q(movement__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["delivery", "order_line"], name="delivery_names_each_order_line_once"
            ),
            models.CheckConstraint(
                name="delivery_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of delivery note {self.delivery_id}"


DELIVERABLE = (OrderLine.Kind.PRODUCT, OrderLine.Kind.TEXT)
