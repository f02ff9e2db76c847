"""Letting go of facts about mail when the term of the books is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    MailTemplate,
    OpenMail,
)

AT_ONCE = 1000


def forget_mails(*, before: datetime) -> int:
    """Remove mails of which everything happened before a moment; give how many mails that were.

    What is still open stays, and so does a mail to which something happened later.
    """
    removed = 0
    while portion := _over(before):
        removed += _removed(portion)
    old = MailTemplate.objects.filter(changed_at__lt=before)
    newer = MailTemplate.objects.filter(
        kind=OuterRef("kind"), language=OuterRef("language"), version__gt=OuterRef("version"),
        changed_at__lt=before,
    )  # fmt: skip
    used = MailAttempt.objects.filter(template=OuterRef("pk"))
    old.filter(Exists(newer), ~Exists(used)).delete()
    return removed


def _over(before: datetime) -> list[int]:
    later = (
        Exists(OpenMail.objects.filter(mail=OuterRef("pk")))
        | Exists(MailAttempt.objects.filter(mail=OuterRef("pk"), began_at__gte=before))
        | Exists(MailOutcome.objects.filter(attempt__mail=OuterRef("pk"), at__gte=before))
        | Exists(MailDecision.objects.filter(mail=OuterRef("pk"), at__gte=before))
        | Exists(MailBounce.objects.filter(mail=OuterRef("pk"), at__gte=before))
    )
    mails = Mail.objects.filter(Q(queued_at__lt=before), ~later).order_by("pk")
    return list(mails.values_list("pk", flat=True)[:AT_ONCE])


def _removed(ids: list[int]) -> int:
    """Remove some mails and what happened to them, all or nothing."""
    with transaction.atomic():
        MailBounce.objects.filter(mail__in=ids).delete()
        MailDecision.objects.filter(mail__in=ids).delete()
        MailOutcome.objects.filter(attempt__mail__in=ids).delete()
        MailAttempt.objects.filter(mail__in=ids).delete()
        return Mail.objects.filter(pk__in=ids).delete()[0]
