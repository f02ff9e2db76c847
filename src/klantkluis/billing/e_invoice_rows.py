"""E-invoices as they were issued, and what the rules found where one could not be issued."""

from django.db import models
from django.db.models import Q

from klantkluis.foundation.models import SealedModel

_OF_ONE = Q(invoice__isnull=False, credit_note=None) | Q(invoice=None, credit_note__isnull=False)


class EInvoice(SealedModel):
    """The UBL of an invoice or credit note as it was issued: made once, sealed like the paper."""

    invoice = models.ForeignKey("billing.Invoice", models.PROTECT, null=True, related_name="+")
    credit_note = models.ForeignKey(
        "billing.CreditNote", models.PROTECT, null=True, related_name="+"
    )
    form = models.CharField(max_length=8)
    cls = models.CharField(max_length=20)
    contents = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="e_invoice_is_of_one_document", condition=_OF_ONE),
            models.UniqueConstraint(fields=["invoice", "form"], name="e_invoice_once_per_form"),
            models.UniqueConstraint(
                fields=["credit_note", "form"], name="credit_e_invoice_once_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"e-invoice {self.pk}"


class EInvoiceFinding(models.Model):
    """A rule that an e-invoice did not meet: codes only, never what stood there."""

    invoice = models.ForeignKey("billing.Invoice", models.PROTECT, null=True, related_name="+")
    credit_note = models.ForeignKey(
        "billing.CreditNote", models.PROTECT, null=True, related_name="+"
    )
    form = models.CharField(max_length=8)
    layer = models.CharField(max_length=8)
    rule = models.CharField(max_length=60)
    field = models.CharField(max_length=80, blank=True)
    fatal = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="e_invoice_finding_is_of_one_document", condition=_OF_ONE)
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"
