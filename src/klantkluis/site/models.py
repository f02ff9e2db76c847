"""Everything that the site keeps. What names a person is sealed, or a tag that nobody can undo.

`personal_data.py` declares each column; a test fails on one that is not.
"""

from django.db import models
from django.db.models import Q


class OfficeLink(models.Model):
    """The one row about the link with the office: its public key, and how far the outbox is.

    `edition` grows with each publication. `anew_from` is the moment from which the tables of people
    are to be written anew, in seconds since 1970; see `leaving`. `account_months` is after how many
    months without use an account ends, as the office last said; 0 before it did.
    """

    office_key = models.BinaryField(max_length=32, null=True)
    last_number = models.BigIntegerField(default=0)
    last_seq = models.BigIntegerField(default=0)
    last_chain = models.BinaryField(max_length=32, default=bytes(32))
    acked_seq = models.BigIntegerField(default=0)
    edition = models.BigIntegerField(default=0)
    anew_from = models.BigIntegerField(default=0)
    account_months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="office_link_is_there_once", condition=Q(id=1)),
            models.CheckConstraint(
                name="office_link_confirms_what_was_sent",
                condition=Q(acked_seq__lte=models.F("last_seq")),
            ),
        ]

    def __str__(self) -> str:
        return "link with the office"


class OutboxMessage(models.Model):
    """A sealed message that waits for the office. Gone as soon as the office has it."""

    seq = models.BigIntegerField(primary_key=True)
    uid = models.UUIDField(unique=True)
    kind = models.PositiveSmallIntegerField()
    key_id = models.PositiveIntegerField()
    hour = models.BigIntegerField()
    sealed = models.BinaryField()
    chain = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"message {self.seq}"


class PublishedThing(models.Model):
    """Something that the office published, as it came: see `messages.published`."""

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=32)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="thing_is_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ProductEntry(models.Model):
    """What finding a product needs; follows from the published product and goes with it.

    `sort_cents` is the price with VAT on the day of publication, to sort by; what is asked is
    worked out from the published price steps.
    """

    sku = models.CharField(max_length=60, primary_key=True)
    slug = models.CharField(max_length=120, unique=True)
    position = models.IntegerField(default=0)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    search = models.TextField()
    sort_cents = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["position", "sku"], name="entry_by_position"),
            models.Index(fields=["sort_cents", "sku"], name="entry_by_price"),
        ]

    def __str__(self) -> str:
        return self.sku


class ProductPlace(models.Model):
    """In which category a product stands, with what its category is sorted by."""

    product = models.ForeignKey(ProductEntry, models.CASCADE, related_name="+")
    category = models.CharField(max_length=120)
    position = models.IntegerField(default=0)
    sort_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "product"], name="product_stands_once_in_a_category"
            )
        ]
        indexes = [
            models.Index(fields=["category", "position", "product"], name="place_by_position"),
            models.Index(fields=["category", "sort_cents", "product"], name="place_by_price"),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


class OnlinePayment(models.Model):
    """A payment at a provider: its id there, which order, how it stands and how much. No more."""

    payment_id = models.CharField(max_length=40, primary_key=True)
    provider = models.CharField(max_length=20)
    order = models.UUIDField(unique=True)
    reference = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    hour = models.BigIntegerField()

    def __str__(self) -> str:
        return f"payment {self.pk}"


class Account(models.Model):
    """A registered person: how to know them again, and their name and address, sealed.

    `tag` is a keyed, slow digest of the e-mail address; the key is in memory only. `profile` is
    sealed to `public`, whose secret half `wrapped_seed` opens with the password alone.

    `used_month` is the number of the month in which somebody was last logged in: enough to end an
    account that nobody uses, and too coarse to tell when somebody visits.
    """

    uid = models.UUIDField(primary_key=True)
    tag = models.BinaryField(max_length=16, unique=True)
    salt = models.BinaryField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    public = models.BinaryField(max_length=1216)
    wrapped_seed = models.BinaryField(max_length=60)
    profile = models.BinaryField(null=True)
    profile_rev = models.PositiveIntegerField(default=0)
    used_month = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"account {self.uid}"


class LogIn(models.Model):
    """Somebody who is logged in: the seed of the account under a secret that only the cookie has.

    `until` is in seconds since 1970.
    """

    id = models.BinaryField(max_length=16, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    sealed_seed = models.BinaryField(max_length=60)
    until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return "log-in"


class PasswordReset(models.Model):
    """A link to choose a new password, by the digest of its token.

    An address without an account gets a row without an account, so that nobody sees a difference.
    """

    token_hash = models.BinaryField(max_length=32, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return "password reset"


class PickUp(models.Model):
    """A package of somebody's own data that waits for them, sealed to their account.

    `taken` counts the parts that are here. `until` is when it goes, in seconds since 1970: a
    fortnight after it was made, or an hour after it was picked up, so that a download that was
    lost can be repeated.
    """

    uid = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    sealed_key = models.BinaryField(max_length=1300)
    size = models.BigIntegerField()
    parts = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    picked_up = models.BooleanField(default=False)
    until = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pick_up_has_no_part_too_many", condition=Q(taken__lte=models.F("parts"))
            )
        ]

    def __str__(self) -> str:
        return "package"


class PickUpPart(models.Model):
    """Some megabytes of a package."""

    pick_up = models.ForeignKey(PickUp, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pick_up", "number"], name="part_of_a_package_is_once")
        ]

    def __str__(self) -> str:
        return f"part {self.number}"


class Witness(models.Model):
    """A signed checkpoint of the office's log, kept outside the office."""

    checkpoint = models.TextField()
    hour = models.BigIntegerField()

    def __str__(self) -> str:
        return f"checkpoint {self.pk}"
