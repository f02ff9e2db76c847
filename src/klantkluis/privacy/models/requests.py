"""What people ask of us about their data, and what became of it: facts that are only added."""

from django.db import models
from django.db.models import F, Q

from klantkluis.foundation.choices import one_of
from klantkluis.foundation.models import SealedModel
from klantkluis.privacy.rules import (
    AnswerWay,
    Ground,
    IdentityMethod,
    RequestChannel,
    RequestKind,
    StepKind,
)


class PrivacyRequest(SealedModel):
    """Something that a person asks about their data (GDPR art. 15-21, 7(3), 77).

    It lies under a key of its own, the uid of the row: it has to outlive the person's erasure
    until its own term is over, for it proves that they were heard. For the same reason it names
    the customer or subscriber by uid and holds no link to their rows.

    `due_on`, `paused_since`, `ended_on` and `closed_on` follow from the steps and are kept beside
    them, for a list has to be in the order of its clock; an invariant compares them.
    """

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=15)
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    staff_id = models.UUIDField()
    customer_uid = models.UUIDField(null=True)
    subscriber_uid = models.UUIDField(null=True)
    post_uid = models.UUIDField(null=True, unique=True)
    consent_uid = models.UUIDField(null=True, unique=True)
    due_on = models.DateField()
    paused_since = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_request_is_of_a_kind", condition=one_of("kind", RequestKind)
            ),
            models.CheckConstraint(
                name="privacy_request_came_some_way", condition=one_of("channel", RequestChannel)
            ),
            models.CheckConstraint(
                name="privacy_request_is_due_after_it_came",
                condition=Q(due_on__gt=F("received_on")),
            ),
            models.CheckConstraint(
                name="privacy_request_closes_after_it_ended",
                condition=Q(closed_on=None) | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="privacy_request_came_from_one_place",
                condition=Q(post_uid=None) | Q(consent_uid=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="privacy_request_by_clock",
                condition=Q(closed_on=None),
            ),
            models.Index(fields=["received_on", "id"], name="privacy_request_by_day"),
            models.Index(fields=["customer_uid", "-id"], name="privacy_request_by_customer"),
        ]

    def __str__(self) -> str:
        return f"request {self.number}"


class RequestStep(SealedModel):
    """Something that happened to a request: a fact with a moment, a day and who did it.

    `happened_on` is the day on which it happened, `at` the moment at which it was written down.
    What was said with it lies sealed under the key of the request; `sealed` is empty when it has
    no words. `customer_uid` is whom a request was found to be about, None for
    nobody whom we know.
    """

    request = models.ForeignKey(PrivacyRequest, models.PROTECT, related_name="+")
    what = models.CharField(max_length=15)
    happened_on = models.DateField()
    at = models.DateTimeField()
    staff_id = models.UUIDField()
    customer_uid = models.UUIDField(null=True)
    method = models.CharField(max_length=15, blank=True)
    months = models.PositiveSmallIntegerField(default=0)
    decision = models.CharField(max_length=15, blank=True)
    ground = models.CharField(max_length=15, blank=True)
    way = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_step_is_of_a_kind", condition=one_of("what", StepKind)
            ),
            models.CheckConstraint(
                name="request_step_about_identity_has_a_method",
                condition=Q(what__in=["identity_asked", "identity_failed", "identified"])
                & one_of("method", IdentityMethod)
                | ~Q(what__in=["identity_asked", "identity_failed", "identified"]) & Q(method=""),
            ),
            models.CheckConstraint(
                name="request_step_extends_by_two_months_at_most",
                condition=Q(what="extended", months__gte=1, months__lte=2)
                | ~Q(what="extended") & Q(months=0),
            ),
            models.CheckConstraint(
                name="request_step_refuses_on_a_ground",
                condition=Q(
                    what="decided", decision__in=["granted", "nothing_held", "settled"], ground=""
                )
                | Q(what="decided", decision__in=["partly", "refused"]) & one_of("ground", Ground)
                | ~Q(what="decided") & Q(decision="", ground=""),
            ),
            models.CheckConstraint(
                name="request_step_answers_some_way",
                condition=Q(what="answered") & one_of("way", AnswerWay)
                | ~Q(what="answered") & Q(way=""),
            ),
            models.CheckConstraint(
                name="request_step_names_whom_it_matches",
                condition=Q(what="matched") | Q(customer_uid=None),
            ),
            models.UniqueConstraint(
                fields=["request", "what"],
                name="request_step_that_happens_once",
                condition=Q(what__in=["extended", "decided", "answered", "dropped", "closed"]),
            ),
        ]
        indexes = [models.Index(fields=["request", "id"], name="request_step_by_request")]

    def __str__(self) -> str:
        return f"step {self.pk}"


class RequestLetter(SealedModel):
    """A letter about a request, with its paper as it went out, sealed under the request's key."""

    request = models.ForeignKey(PrivacyRequest, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    way = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    staff_id = models.UUIDField()
    contents = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_letter_goes_some_way", condition=one_of("way", AnswerWay)
            ),
        ]
        indexes = [models.Index(fields=["request", "id"], name="request_letter_by_request")]

    def __str__(self) -> str:
        return f"letter {self.pk}"
