"""Rows of people and firms. Everything personal lies sealed under the customer's own key."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from klantkluis.core.roles import Channel
from klantkluis.customers.restriction_rows import (
    PermittedUse,
    Restriction,
    RestrictionAnnouncement,
    RestrictionLift,
)
from klantkluis.foundation.models import SealedModel

__all__ = [
    "Consent",
    "ConsentWording",
    "ContactNote",
    "Customer",
    "CustomerChange",
    "DeliveryAddress",
    "ImportKey",
    "ImportReference",
    "Letter",
    "PermittedUse",
    "Restriction",
    "RestrictionAnnouncement",
    "RestrictionLift",
    "Subscriber",
    "SubscriberConsent",
    "VatNumberCheck",
]

CHANNELS = [(each.value, each.value) for each in Channel]


class Customer(SealedModel):
    """A person or a firm that we do business with. The row's uid is also the subject's uid.

    `restricted` is kept beside the facts: whether a `Restriction` of all use holds (art. 18).
    `change_seq` tells the search index what is new; its order is the order of the commits.
    Who was erased (GDPR art. 17) keeps a number and a uid: the books point there.
    `vat_number_rev` is the revision since which the VAT number is what it is, 0 without one, and
    `vat_country` the country of that number: what is asked of VIES is about that revision.
    """

    class State(models.TextChoices):
        """Whether the customer is in use."""

        ACTIVE = "active"
        MERGED = "merged"
        ERASED = "erased"

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    change_seq = models.PositiveBigIntegerField(unique=True)
    restricted = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="nl")
    payment_term_days = models.PositiveSmallIntegerField(default=14)
    registered_on = models.DateField()
    vat_number_rev = models.PositiveIntegerField(default=0)
    vat_country = models.CharField(max_length=2, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="customer_with_vat_number", condition=Q(vat_number_rev__gt=0)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="customer_is_merged_into_another_or_not_at_all",
                condition=Q(state="active", merged_into=None)
                | Q(state__in=["merged", "erased"], merged_into__isnull=False)
                & ~Q(merged_into=F("id"))
                | Q(state="erased", merged_into=None),
            ),
            models.CheckConstraint(
                name="customer_who_was_erased_says_nothing",
                condition=~Q(state="erased") | Q(sealed=b"", vat_number_rev=0, vat_country=""),
            ),
            models.CheckConstraint(
                name="customer_payment_term_is_at_most_a_year",
                condition=Q(payment_term_days__lte=365),
            ),
        ]

    def __str__(self) -> str:
        return f"customer {self.number}"


class DeliveryAddress(SealedModel):
    """Another address of a customer, where goods may go."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"address {self.pk} of customer {self.customer_id}"


class ContactNote(SealedModel):
    """One contact with a customer: what was said, by whom, through what."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"contact note {self.pk}"


class Letter(SealedModel):
    """A letter to a customer, as it was written: its paper is made once and kept sealed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    written_on = models.DateField()
    staff_id = models.UUIDField()
    contents = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="letter_by_customer")]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class CustomerChange(models.Model):
    """Provenance: which fields of a customer were given or changed, when, by whom, how.

    Field names only: old and new values are nobody's business in a log.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    rev = models.PositiveIntegerField()
    staff_id = models.UUIDField()
    channel = models.CharField(max_length=20, choices=CHANNELS)
    fields = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"change {self.rev} of customer {self.customer_id}"


class VatNumberCheck(models.Model):
    """One question about a customer's VAT number, and what came back; a fact that stays.

    It names the revision whose number was asked for, and never the number itself.
    """

    class State(models.TextChoices):
        """What came back."""

        VALID = "valid"
        INVALID = "invalid"
        DOWN = "down"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    number_rev = models.PositiveIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State)
    consultation = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="vat_check_by_customer")]
        constraints = [
            models.CheckConstraint(
                name="vat_number_check_is_about_a_number", condition=Q(number_rev__gt=0)
            ),
            models.CheckConstraint(
                name="vat_number_check_has_proof_only_when_valid",
                condition=Q(state="valid") | Q(consultation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"VAT number check {self.pk}"


class ConsentWording(models.Model):
    """The words that a person agreed to. A version never changes once it is there."""

    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="consent_wording_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"wording {self.version} {self.language}"


class Consent(SealedModel):
    """A yes or a no to the newsletter, as a fact with its evidence (GDPR art. 7(1)).

    The evidence is sealed and cannot be missing: a yes without evidence cannot be stored. The
    last fact per customer decides; nothing is overwritten.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    given = models.BooleanField()
    at = models.DateTimeField()
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20, choices=CHANNELS)
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_that_is_given_names_its_wording",
                condition=Q(given=False) | Q(wording__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class ImportKey(SealedModel):
    """The one secret that makes the digests of `ImportReference`, itself sealed.

    Without the vault nobody can try e-mail addresses until a digest fits.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_key_is_there_once", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return "import key"


class ImportReference(models.Model):
    """By what a customer who came in from a file is known again: a keyed digest of it."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"import reference {self.pk}"


class Subscriber(SealedModel):
    """An e-mail address that wants the newsletter and of which we know nothing else.

    It is no customer, for it has no name and needs none (GDPR art. 5(1)(c)). Its row is a subject
    of its own, so it can be forgotten apart. `digest` is a keyed digest of the address, by which
    it is found again; the key is sealed.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=5, default="nl")

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class SubscriberConsent(SealedModel):
    """A yes or a no to the newsletter of a subscriber, with its evidence; see `Consent`."""

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="+")
    given = models.BooleanField()
    at = models.DateTimeField()
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20, choices=CHANNELS)
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["subscriber", "-at"], name="consent_by_subscriber")]

    def __str__(self) -> str:
        return f"consent {self.pk} of a subscriber"
