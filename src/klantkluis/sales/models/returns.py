"""Goods that come back: what was announced, and what came in. What a customer said lies sealed."""

from django.db import models
from django.db.models import Q

from klantkluis.foundation.models import SealedModel
from klantkluis.sales.models.orders import DeliveryLine, Order


class Return(SealedModel):
    """A customer sends goods back, under a number of its own. What they said of it lies sealed."""

    class Reason(models.TextChoices):
        """Why goods come back."""

        CHANGED_MIND = "changed_mind"
        DAMAGED = "damaged"
        FAULTY = "faulty"
        WRONG = "wrong"
        TOO_MANY = "too_many"
        OTHER = "other"

    number = models.PositiveIntegerField(unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    announced_on = models.DateField()
    reason = models.CharField(max_length=12, choices=Reason)
    staff_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["order", "number"], name="return_by_order"),
            models.Index(fields=["announced_on"], name="return_by_day"),
        ]

    def __str__(self) -> str:
        return f"return {self.number}"


class ReturnLine(models.Model):
    """How much of what was delivered is announced to come back."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="+")
    delivery_line = models.ForeignKey(DeliveryLine, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["returned", "delivery_line"], name="return_names_each_line_once"
            ),
            models.CheckConstraint(
                name="return_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of return {self.returned_id}"


class ReturnCancellation(models.Model):
    """The fact that an announced return will not come."""

    returned = models.OneToOneField(Return, models.PROTECT, related_name="+")
    cancelled_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"cancellation of return {self.returned_id}"


class ReturnReceipt(models.Model):
    """The fact that a return came in."""

    returned = models.OneToOneField(Return, models.PROTECT, related_name="+")
    received_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"receipt of return {self.returned_id}"


class ReturnReceiptLine(models.Model):
    """How much of a line came in, and what becomes of it.

    `restocked` goes back to where it lay, `written_off` does not. `replaced` goes out once more,
    so the order asks for it again. `unbilled` was on no invoice and never will be; what was billed
    and is not replaced is credited.
    """

    receipt = models.ForeignKey(ReturnReceipt, models.PROTECT, related_name="+")
    return_line = models.OneToOneField(ReturnLine, models.PROTECT, related_name="+")
    restocked = models.DecimalField(max_digits=12, decimal_places=3)
    written_off = models.DecimalField(max_digits=12, decimal_places=3)
    replaced = models.DecimalField(max_digits=12, decimal_places=3)
    unbilled = models.DecimalField(max_digits=12, decimal_places=3)
    movement = models.OneToOneField(
        "catalogue.StockMovement", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_receipt_line_received_something",
                condition=Q(restocked__gte=0, written_off__gte=0)
                & (Q(restocked__gt=0) | Q(written_off__gt=0)),
            ),
            models.CheckConstraint(
                name="return_receipt_line_is_replaced_or_unbilled",
                condition=Q(replaced=0, unbilled__gte=0) | Q(replaced__gte=0, unbilled=0),
            ),
            models.CheckConstraint(
                name="return_receipt_line_moves_what_is_restocked",
                condition=Q(movement=None) | Q(restocked__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of the receipt of return {self.receipt_id}"
