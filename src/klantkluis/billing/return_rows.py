"""Credits that returns ask for: prepared when the goods came in, and issued by a person."""

from django.db import models
from django.db.models import Q


class CreditDraft(models.Model):
    """What is to be credited of an invoice because a return came in. It has no number yet.

    A credit note takes its place; without one it can be thrown away, as any draft.
    """

    invoice = models.ForeignKey("billing.Invoice", models.PROTECT, related_name="+")
    receipt = models.ForeignKey("sales.ReturnReceipt", models.PROTECT, related_name="+")
    drafted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "receipt"], name="credit_draft_once_for_each_return"
            )
        ]

    def __str__(self) -> str:
        return f"credit draft {self.pk}"


class CreditDraftLine(models.Model):
    """How much of a line of the invoice came back and is to be credited."""

    draft = models.ForeignKey(CreditDraft, models.CASCADE, related_name="+")
    invoice_line = models.ForeignKey("billing.InvoiceLine", models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "invoice_line"], name="credit_draft_names_each_line_once"
            ),
            models.CheckConstraint(
                name="credit_draft_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of credit draft {self.draft_id}"


class CreditedReturn(models.Model):
    """The fact that a credit note answers a return."""

    credit_note = models.OneToOneField("billing.CreditNote", models.PROTECT, related_name="+")
    receipt = models.ForeignKey("sales.ReturnReceipt", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"credit note {self.credit_note_id} of return receipt {self.receipt_id}"
