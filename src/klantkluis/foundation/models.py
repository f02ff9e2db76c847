"""Rows that every room stands on: audit events, number series, sealed rows, jobs and mail."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

import klantkluis.foundation.mail_box_rows  # noqa: F401 - Django finds all rows of a room here
from klantkluis.core.mail import LOOPBACK, Outcome, Security, Step
from klantkluis.core.roles import Channel
from klantkluis.foundation.sealed_model import SealedModel as SealedModel  # noqa: PLC0414 - from here


class Event(models.Model):
    """One act in the office: what, who, when. It names rows by id and holds no other value."""

    at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=60)
    staff_id = models.UUIDField()
    channel = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in Channel]
    )
    about = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class NumberSeries(models.Model):
    """A series of numbers without gaps: the next one is given inside the act that uses it."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Letterhead(models.Model):
    """What a designer made to lie below our paper, as SVG: kept as it was on issued documents."""

    first = models.TextField()
    following = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"letterhead {self.pk}"


class Company(models.Model):
    """Who we are: what stands on our paper, and our habits.

    Each change adds a row and the last one holds; an issued document names the row that held
    then. So our own account number stands here and never in a sealed row, where the vault
    refuses every account number. `paper_words` holds our own words above and below the lines,
    as `{"invoice.nl": [above, below]}`.
    """

    class WindowSide(models.TextChoices):
        """On which side the window of our envelopes is."""

        LEFT = "left"
        RIGHT = "right"

    name = models.CharField(max_length=120)
    street = models.CharField(max_length=120)
    house_number = models.CharField(max_length=20)
    postcode = models.CharField(max_length=12)
    town = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="NL")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=120, blank=True)
    coc_number = models.CharField(max_length=8, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    logo = models.BinaryField(default=b"", max_length=1024 * 1024)
    logo_media_type = models.CharField(max_length=20, blank=True)
    colour = models.CharField(max_length=7, default="#0f5f5a")
    footer_nl = models.CharField(max_length=300, blank=True)
    footer_en = models.CharField(max_length=300, blank=True)
    window_side = models.CharField(max_length=5, choices=WindowSide, default=WindowSide.LEFT)
    letterhead = models.ForeignKey(
        Letterhead, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shows_mark = models.BooleanField(default=True)
    shows_foot = models.BooleanField(default=True)
    paper_words = models.JSONField(default=dict)
    payment_term_days = models.PositiveSmallIntegerField(default=14)
    price_basis = models.CharField(max_length=5, default="net")
    small_business = models.BooleanField(default=False)
    oss_since = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return "our own company"


class OutgoingService(models.Model):
    """A connection to the outside that the owner opened: to this address and no other."""

    name = models.CharField(max_length=20, primary_key=True)
    url = models.CharField(max_length=200)
    opened_at = models.DateTimeField(db_default=Now())
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work that goes on without a person at the screen, and how far it is.

    `about` holds ids of rows only. `problem` is a code, and `problems` pairs the id of what was
    left out with the code of why: nothing here can name a person.
    """

    class State(models.TextChoices):
        """Where the work stands. What waits, waits for somebody who opens the vault."""

        QUEUED = "queued"
        RUNNING = "running"
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    uid = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    staff_id = models.UUIDField()
    about = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    problem = models.CharField(max_length=60, blank=True)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_is_never_further_than_its_end", condition=Q(done__lte=F("total"))
            ),
            models.CheckConstraint(
                name="job_is_finished_when_it_is_done_or_failed",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running", "waiting"], finished_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="job_to_look_at", condition=~Q(state="done")),
            models.Index(fields=["staff_id", "-id"], name="job_by_staff"),
        ]

    def __str__(self) -> str:
        return f"job {self.uid}"


class MailServer(SealedModel):
    """Where our mail goes out. Without this row nothing does. The password lies sealed.

    The row's uid is its own subject: nobody's data, and gone for good when its key is.
    """

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=[(x.value, x.value) for x in Security])
    user = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120)
    sender_address = models.CharField(max_length=254)
    changed_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="mail_server_is_there_once", condition=Q(id=1)),
            models.CheckConstraint(
                name="mail_server_is_reached_in_the_open_on_this_machine_only",
                condition=~Q(security="none") | Q(host__in=sorted(LOOPBACK)),
            ),
            models.CheckConstraint(
                name="mail_server_has_a_port", condition=Q(port__gte=1, port__lte=65535)
            ),
        ]

    def __str__(self) -> str:
        return "mail server"


class MailTemplate(models.Model):
    """The words of one kind of mail in one language. Each change adds a version."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="mail_template_version_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"mail template {self.pk}"


class Mail(models.Model):
    """A mail that has to go out: about which document, to which customer. Ids only.

    What it says and to which address is worked out when it is sent, and kept nowhere.
    """

    uid = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=20)
    about_id = models.PositiveBigIntegerField()
    customer_uid = models.UUIDField()
    language = models.CharField(max_length=5)
    queued_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "about_id"], name="mail_by_document"),
            models.Index(fields=["customer_uid", "-id"], name="mail_by_customer"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class MailAttempt(models.Model):
    """One time that we set out to hand a mail over. Kept before the server is called.

    An attempt without an outcome was cut short: nobody knows whether the server has the mail.
    """

    mail = models.ForeignKey(Mail, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    template = models.ForeignKey(MailTemplate, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mail", "number"], name="mail_attempt_is_there_once"),
            models.CheckConstraint(name="mail_attempts_count_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of mail {self.mail_id}"


class MailOutcome(models.Model):
    """What came of an attempt: the code of the server, and its text without any address."""

    attempt = models.OneToOneField(MailAttempt, models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Outcome])
    step = models.CharField(max_length=12, choices=[(x.value, x.value) for x in Step])
    code = models.PositiveSmallIntegerField(default=0)
    enhanced = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=500, blank=True)
    problem = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_is_accepted_by_the_word_of_the_server",
                condition=~Q(outcome="accepted")
                | Q(step="handed_over", code__gte=200, code__lt=300),
            ),
            models.CheckConstraint(
                name="mail_is_unknown_only_after_it_was_handed_over",
                condition=~Q(outcome="unknown") | Q(step="handed_over"),
            ),
        ]

    def __str__(self) -> str:
        return f"outcome of mail attempt {self.attempt_id}"


class MailDecision(models.Model):
    """What a person decided about a mail after so many attempts: try again, or it is settled."""

    class What(models.TextChoices):
        """The decision. Settled is the last word."""

        AGAIN = "again"
        SETTLED = "settled"

    mail = models.ForeignKey(Mail, models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField()
    what = models.CharField(max_length=7, choices=What)
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mail", "attempts", "what"], name="mail_decision_is_there_once"
            ),
            models.UniqueConstraint(
                fields=["mail"], condition=Q(what="settled"), name="mail_is_settled_once"
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} about mail {self.mail_id}"


class OpenMail(models.Model):
    """A mail that is neither accepted nor settled.

    Follows from the facts and is kept so that the first screen need not look at all mails. Only
    one mail about a document is open at a time, so that nobody sends it twice by mistake.
    """

    mail = models.OneToOneField(Mail, models.PROTECT, primary_key=True, related_name="+")
    kind = models.CharField(max_length=20)
    about_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_id"], name="one_open_mail_per_document")
        ]

    def __str__(self) -> str:
        return f"open mail {self.mail_id}"
