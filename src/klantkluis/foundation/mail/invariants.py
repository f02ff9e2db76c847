"""Truths about mails that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, Min, OuterRef

from klantkluis.core.mail import WAITS, BounceAction, Outcome
from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)

MOST = 100
MOST_TRIES = 1 + len(WAITS)


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of outgoing mail."""
    yield from _open()
    yield from _counted()
    yield from _again()
    yield from _bounced()
    yield from _tried_too_often()


def _open() -> Iterator[str]:
    """A mail is open until the server accepted it or somebody settled it."""
    accepted = MailOutcome.objects.filter(
        attempt__mail=OuterRef("pk"), outcome=Outcome.ACCEPTED.value
    )
    settled = MailDecision.objects.filter(mail=OuterRef("pk"), what=MailDecision.What.SETTLED)
    is_open = OpenMail.objects.filter(
        pk=OuterRef("pk"), kind=OuterRef("kind"), about_id=OuterRef("about_id")
    )
    mails = Mail.objects.annotate(over=Exists(accepted) | Exists(settled), open=Exists(is_open))
    for pk in mails.filter(over=F("open")).values_list("pk", flat=True)[:MOST]:
        yield f"whether mail row {pk} is open differs from what happened to it"


def _counted() -> Iterator[str]:
    """Attempts at a mail count from 1 without gaps."""
    wrong = (
        MailAttempt.objects.values("mail")
        .annotate(n=Count("pk"), first=Min("number"), last=Max("number"))
        .exclude(n=F("last"), first=1)
    )
    for row in wrong.order_by("mail")[:MOST]:
        yield f"the attempts at mail row {row['mail']} do not count on"


def _bounced() -> Iterator[str]:
    """What came back had left, and nothing goes out again after it came back."""
    kept = MailOutcome.objects.filter(
        attempt__mail=OuterRef("mail"), outcome__in=[Outcome.ACCEPTED.value, Outcome.UNKNOWN.value]
    )
    cut_short = MailAttempt.objects.filter(mail=OuterRef("mail")).exclude(
        pk__in=MailOutcome.objects.values("attempt")
    )
    never = MailBounce.objects.exclude(Exists(kept) | Exists(cut_short))
    for pk in never.values_list("mail", flat=True)[:MOST]:
        yield f"mail row {pk} came back and never left"
    after = MailBounce.objects.filter(
        mail=OuterRef("mail"), action=BounceAction.FAILED.value, at__lt=OuterRef("began_at")
    )
    for pk in MailAttempt.objects.filter(Exists(after)).values_list("mail", flat=True)[:MOST]:
        yield f"mail row {pk} was attempted after it came back"


def _tried_too_often() -> Iterator[str]:
    """After so many tries by itself a person has to say that a mail goes out."""
    said = MailDecision.objects.filter(
        mail=OuterRef("mail"),
        what=MailDecision.What.AGAIN,
        attempts__gte=OuterRef("number") - MOST_TRIES,
        attempts__lt=OuterRef("number"),
    )
    late = MailAttempt.objects.filter(number__gt=MOST_TRIES).exclude(Exists(said))
    for pk in late.values_list("mail", flat=True).distinct()[:MOST]:
        yield f"mail row {pk} was tried more often by itself than it may be"


def _again() -> Iterator[str]:
    """Nothing is handed over again but after a no for now, or because a person said so."""
    before = MailOutcome.objects.filter(
        attempt__mail=OuterRef("mail"), attempt__number=OuterRef("number") - 1
    )
    said = MailDecision.objects.filter(
        mail=OuterRef("mail"), what=MailDecision.What.AGAIN, attempts=OuterRef("number") - 1
    )
    later = MailAttempt.objects.filter(number__gt=1)
    without = later.exclude(Exists(before.filter(outcome=Outcome.POSTPONED.value)) | Exists(said))
    for row in without.values_list("mail", "number")[:MOST]:
        yield f"mail row {row[0]} was attempted a time {row[1]} without a reason"
    twice = MailOutcome.objects.filter(
        attempt__mail=OuterRef("mail"),
        attempt__number__lt=OuterRef("number"),
        outcome=Outcome.ACCEPTED.value,
    )
    for pk in later.filter(Exists(twice)).values_list("mail", flat=True).distinct()[:MOST]:
        yield f"mail row {pk} was attempted after the server had accepted it"
