"""What comes in from the site: sealed until somebody opens the vault, facts after that."""

from django.db import models
from django.db.models import F, Q


class IntakeMessage(models.Model):
    """A sealed message as the site sent it. It goes as soon as it was taken in.

    `problem` is empty while it waits, and else the code of why it was not taken in.
    """

    seq = models.BigIntegerField()
    site_id = models.UUIDField()
    kind = models.PositiveSmallIntegerField()
    key_id = models.PositiveIntegerField()
    uid = models.UUIDField(db_index=True)
    hour = models.BigIntegerField()
    sealed = models.BinaryField(max_length=70_000)
    pulled_at = models.DateTimeField()
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="message_that_waits", condition=Q(problem="")),
            models.Index(fields=["id"], name="message_with_a_problem", condition=~Q(problem="")),
        ]

    def __str__(self) -> str:
        return f"message {self.seq}"


class IntakeTaken(models.Model):
    """The fact that a message was taken in, and what became of it: a code. It says no more.

    A message with the same uid that comes again is known by this, and does no harm.
    """

    uid = models.UUIDField(unique=True)
    seq = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12)
    taken_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["taken_at"], name="taken_by_moment")]

    def __str__(self) -> str:
        return f"taken message {self.seq}"


class ShopOrder(models.Model):
    """That an order came from the shop, what the customer was told there, and what we make of it.

    `reference` is what the customer was told, `mailed` whether the site could send the
    confirmation. When our own calculation comes to another sum, somebody looks: `settled_at`.
    """

    order = models.OneToOneField("sales.Order", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, db_index=True)
    placed_at = models.DateTimeField()
    payment = models.CharField(max_length=40)
    mailed = models.BooleanField()
    site_net_cents = models.BigIntegerField()
    site_vat_cents = models.BigIntegerField()
    site_gross_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="shop_order_that_differs",
                condition=Q(settled_at=None)
                & ~Q(
                    site_net_cents=F("net_cents"),
                    site_vat_cents=F("vat_cents"),
                    site_gross_cents=F("gross_cents"),
                ),
            ),
            models.Index(
                fields=["id"],
                name="shop_order_not_confirmed",
                condition=Q(mailed=False, confirmed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"shop order {self.pk}"


class OnlinePaymentSeen(models.Model):
    """What a payment provider said about an order, each status once: a fact.

    `booked` is what it came to in our books.
    """

    uid = models.UUIDField(unique=True)
    order_uid = models.UUIDField(db_index=True)
    provider = models.CharField(max_length=40)
    payment_id = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    seen_at = models.DateTimeField()
    booked = models.ForeignKey("billing.Payment", models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "payment_id", "status"], name="payment_status_is_seen_once"
            ),
            models.CheckConstraint(
                name="payment_that_is_booked_was_paid",
                condition=Q(booked=None) | Q(status="paid"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="payment_to_look_at",
                condition=Q(looked_at=None, booked=None, status__in=["paid", "refunded"]),
            ),
        ]

    def __str__(self) -> str:
        return f"online payment {self.pk}"


class SiteAccount(models.Model):
    """Which customer an account of the site belongs to, and the key that its profile is sealed to.

    `rev` is the revision of the profile that the account told us last. `shown_change` is the change
    of the customer (`Customer.change_seq`) of which a profile was last sealed for it, None when the
    account told us something of itself since.
    """

    uid = models.UUIDField(unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=1216)
    rev = models.PositiveIntegerField()
    shown_change = models.PositiveBigIntegerField(null=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="account_by_customer")]

    def __str__(self) -> str:
        return f"account {self.pk}"


class ProfileToSend(models.Model):
    """A profile that was sealed anew for an account, until the site has it."""

    account = models.OneToOneField(SiteAccount, models.CASCADE, related_name="+")
    rev = models.PositiveIntegerField()
    for_key = models.BinaryField(max_length=32)
    sealed = models.BinaryField(max_length=70_000)

    def __str__(self) -> str:
        return f"profile {self.pk}"


class AccountToForget(models.Model):
    """An account that the site is to forget, until it has."""

    uid = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"account to forget {self.pk}"


class UnsubscribeToken(models.Model):
    """SHA-256 of the token in links that stop the newsletter, and whose it is."""

    digest = models.BinaryField(max_length=32, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    subscriber = models.ForeignKey(
        "customers.Subscriber", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unsubscribe_token_is_of_one",
                condition=Q(customer=None, subscriber__isnull=False)
                | Q(customer__isnull=False, subscriber=None),
            )
        ]

    def __str__(self) -> str:
        return f"unsubscribe token {self.pk}"
