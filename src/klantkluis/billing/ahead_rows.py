"""For which order money came in before there was an invoice."""

from django.db import models


class PaymentAhead(models.Model):
    """That a payment was made on an order from the shop; its invoice takes it by itself.

    Until then it is the customer's credit, as any payment that no invoice was found for.
    """

    payment = models.OneToOneField("billing.Payment", models.PROTECT, related_name="+")
    order = models.ForeignKey("sales.Order", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"payment ahead {self.pk}"
