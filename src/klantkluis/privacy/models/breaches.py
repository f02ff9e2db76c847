"""The register of breaches: facts that only grow (GDPR art. 33(5)). Words lie sealed."""

from django.db import models
from django.db.models import F, Q

from klantkluis.foundation.choices import choices
from klantkluis.foundation.sealed_model import SealedModel
from klantkluis.privacy.breach_rules import Hit, NoteAbout, ReportKind, Risk, ToldHow


class Breach(SealedModel):
    """A breach of personal data: every one, also when nobody has to be told (art. 33(5)).

    `known_at` is the moment on which we knew of it, which starts the clock; `began_at` when it
    began, as far as known. What happened lies sealed under a key of its own.
    """

    began_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    confidentiality = models.BooleanField()
    integrity = models.BooleanField()
    availability = models.BooleanField()
    categories = models.JSONField()
    registered_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="breach_is_of_some_kind",
                condition=Q(confidentiality=True) | Q(integrity=True) | Q(availability=True),
            ),
            models.CheckConstraint(
                name="breach_is_known_after_it_began",
                condition=Q(began_at=None) | Q(began_at__lte=F("known_at")),
            ),
            models.CheckConstraint(
                name="breach_is_registered_after_it_was_known",
                condition=Q(registered_at__gte=F("known_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"breach {self.pk}"


class BreachNote(SealedModel):
    """Something that was found out about a breach, or done about it; the words lie sealed."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    about = models.CharField(max_length=12, choices=choices(NoteAbout))
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"note {self.pk} of a breach"


class BreachHit(models.Model):
    """How it was worked out whom a breach hits, and how many those are.

    `whose`, `first_at` and `last_at` are for the account that looked; `disclosure` is the id of
    the hand-over whose file it was.
    """

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=choices(Hit))
    whose = models.UUIDField(null=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    disclosure = models.ForeignKey(
        "disclosures.Disclosure", models.PROTECT, null=True, related_name="+"
    )
    people = models.PositiveIntegerField()
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="breach_hit_says_by_what",
                condition=Q(how="staff", whose__isnull=False, first_at__isnull=False,
                            last_at__isnull=False, disclosure=None)
                | Q(how="disclosure", disclosure__isnull=False, whose=None)
                | Q(how__in=["everyone", "chosen"], disclosure=None, whose=None),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"who is hit, {self.pk}"


class BreachedSubject(models.Model):
    """That a breach hits somebody, by the uid of their key: it names nobody."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    hit = models.ForeignKey(BreachHit, models.CASCADE, related_name="+")
    subject = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "subject"], name="breach_hits_somebody_once")
        ]

    def __str__(self) -> str:
        return f"subject of breach {self.breach_id}"


class BreachDecision(SealedModel):
    """What a breach means for people, and why we think so; the last one counts."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    risk = models.CharField(max_length=4, choices=choices(Risk))
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"decision {self.pk} about a breach"


class BreachReport(SealedModel):
    """A report to the authority, with the number that it gave; why it was late lies sealed."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(ReportKind))
    reported_at = models.DateTimeField()
    number = models.CharField(max_length=40)
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="breach_report_has_the_number_of_the_authority", condition=~Q(number="")
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of a breach"


class BreachLetter(SealedModel):
    """What the people are told, in one language (art. 34(2)); the last one in it counts."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"letter {self.pk} about a breach"


class BreachTold(models.Model):
    """That somebody was told of a breach; without a subject: everybody, by a public notice."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="+")
    subject = models.UUIDField(null=True)
    how = models.CharField(max_length=6, choices=choices(ToldHow))
    told_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "subject"], name="breach_is_told_to_somebody_once"
            ),
            models.CheckConstraint(
                name="breach_is_told_to_each_or_in_public",
                condition=Q(how="public", subject=None)
                | ~Q(how="public") & Q(subject__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"telling {self.pk} of a breach"


class BreachClosure(models.Model):
    """That a breach is done with: everything that the law asks was done."""

    breach = models.OneToOneField(Breach, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"closure of breach {self.pk}"
