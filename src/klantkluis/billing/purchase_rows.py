"""What we buy: an invoice that somebody sent us, as it came, and what became of it."""

from django.db import models
from django.db.models import F, Q

from klantkluis.foundation.sealed_model import SealedModel


class PurchaseKey(SealedModel):
    """The key with which suppliers and their invoices are known again. It lies sealed."""

    class Meta:
        constraints = [models.CheckConstraint(name="purchase_key_is_there_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return "key of purchases"


class Purchase(SealedModel):
    """An invoice that somebody sent us. Supplier and number lie sealed under the book year's key.

    `supplier_tag` and `document_tag` are keyed hashes: the same supplier, or the same invoice,
    gives the same tag, and nobody can read one back. Amounts are positive, also of a credit note.
    """

    supplier_tag = models.CharField(max_length=32)
    document_tag = models.CharField(max_length=32, unique=True)
    is_credit = models.BooleanField()
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    kept_on = models.DateField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    rounding_cents = models.BigIntegerField(default=0)
    seller_country = models.CharField(max_length=2)
    vat_country = models.CharField(max_length=2, blank=True)
    cls = models.CharField(max_length=20)
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["supplier_tag", "-id"], name="purchase_by_supplier")]
        constraints = [
            models.CheckConstraint(
                name="purchase_adds_up",
                condition=Q(gross_cents=F("net_cents") + F("vat_cents")),
            ),
        ]

    def __str__(self) -> str:
        return f"purchase {self.pk}"


class PurchaseVat(models.Model):
    """What of a purchase falls under one VAT category of EN 16931 and rate."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="+")
    category = models.CharField(max_length=2)
    rate_bp = models.PositiveIntegerField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()

    def __str__(self) -> str:
        return f"VAT {self.pk} of purchase {self.purchase_id}"


class PurchaseFile(SealedModel):
    """The file as it was received, byte for byte, sealed (AWR art. 52; Wet OB 1968, art. 35b)."""

    purchase = models.OneToOneField(Purchase, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)
    contents = models.BinaryField()

    def __str__(self) -> str:
        return f"file of purchase {self.purchase_id}"


class PurchaseBooking(models.Model):
    """That a purchase is in the books, by whom and when."""

    purchase = models.OneToOneField(Purchase, models.PROTECT, primary_key=True, related_name="+")
    booked_on = models.DateField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"booking of purchase {self.purchase_id}"


class PurchaseRejection(SealedModel):
    """That a purchase is not ours to pay, and why; the reason lies sealed."""

    purchase = models.OneToOneField(Purchase, models.PROTECT, related_name="+")
    rejected_on = models.DateField()
    cls = models.CharField(max_length=20)
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"rejection of purchase {self.purchase_id}"
