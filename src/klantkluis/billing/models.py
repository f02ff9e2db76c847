"""Invoices, what was paid on them, and the paper. What the paper says lies sealed per book year."""

from django.db import models
from django.db.models import F, Q

# Django finds all rows of a room here.
import klantkluis.billing.ahead_rows
import klantkluis.billing.collective_rows
import klantkluis.billing.e_delivery_rows
import klantkluis.billing.e_invoice_rows
import klantkluis.billing.purchase_rows
import klantkluis.billing.return_rows
import klantkluis.billing.subscription_rows  # noqa: F401
from klantkluis.billing.line_places import INDEXES, ONE_PLACE
from klantkluis.core.vat import HOME, PriceBasis, VatCategory, VatTreatment
from klantkluis.foundation.models import SealedModel

CATEGORIES = [(each.value, each.value) for each in VatCategory]
TREATMENTS = [(each.value, each.value) for each in VatTreatment]
DOMESTIC = VatTreatment.DOMESTIC.value
BASES = [(each.value, each.value) for each in PriceBasis]


class Invoice(models.Model):
    """A bill. Once it has a number it is final: a mistake is answered by a credit note.

    A draft has neither series nor number, so a draft that is deleted leaves no gap.
    `distance_cents` is what counts for the yearly limit of distance sales, without VAT, on the day
    `distance_on`.
    """

    uid = models.UUIDField(unique=True, editable=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    basis = models.CharField(max_length=5, choices=BASES)
    discount_bp = models.PositiveIntegerField(default=0)
    series = models.CharField(max_length=10, null=True)
    number = models.PositiveIntegerField(null=True)
    sent_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    net_cents = models.BigIntegerField(null=True)
    vat_cents = models.BigIntegerField(null=True)
    gross_cents = models.BigIntegerField(null=True)
    commitment = models.BinaryField(max_length=32, null=True)
    distance_on = models.DateField(null=True)
    distance_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoice_is_either_draft_or_fully_sent",
                condition=Q(
                    series=None, number=None, sent_on=None, due_on=None, net_cents=None,
                    vat_cents=None, gross_cents=None, commitment=None,
                )
                | Q(
                    series__isnull=False, number__gte=1, sent_on__isnull=False,
                    due_on__gte=F("sent_on"), net_cents__isnull=False, vat_cents__isnull=False,
                    gross_cents=F("net_cents") + F("vat_cents"), commitment__isnull=False,
                ),
            ),
            models.UniqueConstraint(fields=["series", "number"], name="invoice_number_is_unique"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-sent_on", "-id"], name="invoice_by_day"),
            models.Index(fields=["due_on", "id"], name="invoice_by_due_date"),
            models.Index(fields=["gross_cents", "id"], name="invoice_by_amount"),
            models.Index(fields=["customer", "-id"], name="invoice_by_customer"),
            models.Index(fields=["id"], name="invoice_draft", condition=Q(number=None)),
        ]

    def __str__(self) -> str:
        return f"invoice {self.label}"

    @property
    def label(self) -> str:
        """The number as it stands on the paper, or an empty text for a draft."""
        return f"{self.series}-{self.number:04d}" if self.number else ""


class InvoiceLine(models.Model):
    """What is billed, at the rate of the day of supply, and where it comes from.

    That is an order line, perhaps with the delivery; a line of a subscription; the order of which
    a part is asked ahead (`prepays`); or a sum of VAT of such a prepayment that goes off here
    (`settles`). The last two have VAT from elsewhere, `vat_cents`, and no part in the discount.
    """

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    order_line = models.ForeignKey("sales.OrderLine", models.PROTECT, null=True, related_name="+")
    delivery_line = models.ForeignKey(
        "sales.DeliveryLine", models.PROTECT, null=True, related_name="+"
    )
    subscription_line = models.ForeignKey(
        "billing.SubscriptionLine", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    prepays = models.ForeignKey(
        "sales.Order", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    settles = models.ForeignKey(
        "billing.InvoiceVat", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    supplied_on = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    discount_bp = models.PositiveIntegerField(default=0)
    vat_category = models.CharField(max_length=10, choices=CATEGORIES)
    rate_bp = models.PositiveIntegerField()
    treatment = models.CharField(max_length=14, choices=TREATMENTS, default=DOMESTIC)
    rate_country = models.CharField(max_length=2, default=HOME)
    amount_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position"),
            models.CheckConstraint(
                name="invoice_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
            models.CheckConstraint(name="invoice_line_comes_from_one_place", condition=ONE_PLACE),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return f"line {self.position} of invoice {self.invoice_id}"


class InvoiceVat(models.Model):
    """The VAT of a sent invoice, once per category and rate."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    vat_category = models.CharField(max_length=10, choices=CATEGORIES)
    rate_bp = models.PositiveIntegerField()
    treatment = models.CharField(max_length=14, choices=TREATMENTS, default=DOMESTIC)
    country = models.CharField(max_length=2, default=HOME)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "treatment", "country", "vat_category", "rate_bp"],
                name="invoice_vat_once_per_rate",
            ),
            models.CheckConstraint(
                name="invoice_vat_is_charged_where_it_is_due",
                condition=Q(treatment__in=["domestic", "destination"]) | Q(rate_bp=0, vat_cents=0),
            ),
            models.CheckConstraint(
                name="invoice_vat_of_another_country_only_at_its_destination",
                condition=Q(treatment="destination") & ~Q(country=HOME)
                | ~Q(treatment="destination") & Q(country=HOME),
            ),
        ]

    def __str__(self) -> str:
        return f"VAT of invoice {self.invoice_id}"


class InvoiceSnapshot(SealedModel):
    """What the invoice says, names and addresses included, under the key of its book year."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"snapshot of invoice {self.invoice_id}"


class InvoicePaper(SealedModel):
    """The PDF as it was issued. `contents` is sealed under a key that lies in the sealed row."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)
    contents = models.BinaryField()

    def __str__(self) -> str:
        return f"paper of invoice {self.invoice_id}"


class OpenInvoice(models.Model):
    """What is still to be paid of a sent invoice.

    Follows from payments and is kept so that the first screen need not add up all invoices; the
    invariants compare it with what follows.
    """

    invoice = models.OneToOneField(Invoice, models.PROTECT, primary_key=True, related_name="+")
    open_cents = models.BigIntegerField()
    due_on = models.DateField()
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="open_invoice_has_something_open", condition=Q(open_cents__gt=0)
            )
        ]
        # None by due date: SQLite would take it for the late ones, and sort them all for a page.
        indexes = [
            models.Index(fields=["-sent_on", "-invoice", "due_on"], name="open_invoice_by_day")
        ]

    def __str__(self) -> str:
        return f"open invoice {self.invoice_id}"


class Payment(models.Model):
    """Money that came in from a customer, or went back with a negative amount."""

    class Method(models.TextChoices):
        """How the money came; a payment provider keeps it until it comes to the bank."""

        BANK = "bank"
        CASH = "cash"
        PROVIDER = "psp"

    uid = models.UUIDField(unique=True, editable=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    received_on = models.DateField()
    method = models.CharField(max_length=5, choices=Method)
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="payment_is_not_zero", condition=~Q(amount_cents=0))
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="payment_by_customer")]

    def __str__(self) -> str:
        return f"payment {self.pk}"


class PaymentNote(SealedModel):
    """The words that came with a payment, under the key of its book year."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"note of payment {self.payment_id}"


class Allocation(models.Model):
    """How much of a payment goes to which invoice. What is left over is the customer's credit."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    allocated_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="allocation_is_positive", condition=Q(amount_cents__gt=0))
        ]

    def __str__(self) -> str:
        return f"allocation {self.pk}"


class CreditNote(models.Model):
    """What an invoice asked too much, taken back: whole, or some of its lines. Final from birth.

    All amounts are positive: so much less is to be paid. `bills_again` says that what is on it may
    be billed anew, since the invoice was wrong or the goods came back.
    """

    class Reason(models.TextChoices):
        """Why; it decides nothing, and says it to whoever looks later."""

        RETURNED = "returned"
        WRONG = "wrong"
        GOODWILL = "goodwill"

    uid = models.UUIDField(unique=True, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    series = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    issued_on = models.DateField()
    reason = models.CharField(max_length=8, choices=Reason)
    bills_again = models.BooleanField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    distance_cents = models.BigIntegerField(default=0)
    commitment = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="credit_note_number_is_unique"
            ),
            models.CheckConstraint(
                name="credit_note_adds_up",
                condition=Q(gross_cents=F("net_cents") + F("vat_cents"), gross_cents__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["invoice"], name="credit_note_by_invoice"),
            models.Index(fields=["-issued_on", "-id"], name="credit_note_by_day"),
        ]

    def __str__(self) -> str:
        return f"credit note {self.label}"

    @property
    def label(self) -> str:
        """The number as it stands on the paper."""
        return f"{self.series}-{self.number:04d}"


class CreditNoteLine(models.Model):
    """How much of a line of the invoice is credited."""

    credit_note = models.ForeignKey(CreditNote, models.PROTECT, related_name="+")
    invoice_line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "invoice_line"], name="credit_note_names_each_line_once"
            ),
            models.CheckConstraint(
                name="credit_note_line_quantity_is_positive", condition=Q(quantity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of credit note {self.credit_note_id}"


class CreditNoteVat(models.Model):
    """The VAT of a credit note, once per treatment, country, category and rate."""

    credit_note = models.ForeignKey(CreditNote, models.PROTECT, related_name="+")
    vat_category = models.CharField(max_length=10, choices=CATEGORIES)
    rate_bp = models.PositiveIntegerField()
    treatment = models.CharField(max_length=14, choices=TREATMENTS)
    country = models.CharField(max_length=2)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "treatment", "country", "vat_category", "rate_bp"],
                name="credit_note_vat_once_per_rate",
            )
        ]

    def __str__(self) -> str:
        return f"VAT of credit note {self.credit_note_id}"


class CreditNoteSnapshot(SealedModel):
    """What the credit note says, under the key of its book year."""

    credit_note = models.OneToOneField(CreditNote, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"snapshot of credit note {self.credit_note_id}"


class CreditNotePaper(SealedModel):
    """The PDF as it was issued, sealed under a key that lies in the sealed row."""

    credit_note = models.OneToOneField(CreditNote, models.PROTECT, related_name="+")
    cls = models.CharField(max_length=20)
    contents = models.BinaryField()

    def __str__(self) -> str:
        return f"paper of credit note {self.credit_note_id}"


class CreditUse(models.Model):
    """How much of a credit note was taken off which invoice; the rest is the customer's credit."""

    credit_note = models.ForeignKey(CreditNote, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    used_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="credit_use_is_positive", condition=Q(amount_cents__gt=0))
        ]

    def __str__(self) -> str:
        return f"use {self.pk} of credit note {self.credit_note_id}"
