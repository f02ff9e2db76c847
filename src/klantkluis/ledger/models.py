"""The books: accounts, entries and their lines. Entries come in and never change or go."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Account(models.Model):
    """An account of the ledger, with its code in the Dutch reference scheme (RGS).

    `use` says for what the office posts to it by itself; at most one account has each use.
    """

    class Kind(models.TextChoices):
        """Balance sheet or profit and loss, as the audit file writes it (XAF accTp)."""

        BALANCE = "B"
        PROFIT_AND_LOSS = "P"

    code = models.CharField(max_length=10, unique=True)
    rgs_code = models.CharField(max_length=20)
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=1, choices=Kind)
    use = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="account_use_belongs_to_one_account", fields=["use"], condition=~Q(use="")
            )
        ]

    def __str__(self) -> str:
        return self.code


class JournalEntry(models.Model):
    """One entry in the books. It is written after its lines, and only if they balance.

    `h` chains the entries: each holds the hash of the one before, so none can be changed or
    left out unseen. `commitment` vouches for the sealed document behind the entry without
    telling anything of it, also when that document has been destroyed.
    """

    class Journal(models.TextChoices):
        """The book that the entry belongs to."""

        SALES = "sales"
        BANK = "bank"
        CASH = "cash"
        PURCHASE = "purchase"
        GENERAL = "general"

    n = models.PositiveBigIntegerField(primary_key=True)
    journal = models.CharField(max_length=10, choices=Journal)
    entry_date = models.DateField()
    description = models.CharField(max_length=100)
    source = models.CharField(max_length=60)
    commitment = models.BinaryField(max_length=32, default=b"")
    prev = models.BinaryField(max_length=32)
    h = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["entry_date", "n"], name="entry_by_date"),
            models.Index(fields=["journal", "-n"], name="entry_by_journal"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source"], name="entry_source_is_booked_once")
        ]

    def __str__(self) -> str:
        return f"entry {self.n}"


class JournalLine(models.Model):
    """One line of an entry: debit is positive, credit negative, in cents.

    `party` is the uid of a customer, on accounts that are kept per customer.
    """

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, related_name="+")
    amount_cents = models.BigIntegerField()
    party = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="line_position_is_unique"),
            models.CheckConstraint(name="line_amount_is_not_zero", condition=~Q(amount_cents=0)),
        ]
        indexes = [
            models.Index(fields=["party", "account"], name="line_by_party"),
            models.Index(fields=["account", "-entry"], name="line_by_account"),
        ]

    def __str__(self) -> str:
        return f"line {self.position} of entry {self.entry_id}"


class AccountMonth(models.Model):
    """What was booked on an account in a month, named by its first day, in cents, both positive.

    Follows from the lines and is kept so that trial balance and turnover need not add up all of
    them; the invariants compare it with what follows.
    """

    account = models.ForeignKey(Account, models.PROTECT, db_index=False, related_name="+")
    month = models.DateField()
    debit_cents = models.BigIntegerField()
    credit_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month"], name="account_month_is_added_up_once"
            ),
            models.CheckConstraint(
                name="account_month_has_positive_sums",
                condition=Q(debit_cents__gte=0, credit_cents__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.account_id} in {self.month}"
