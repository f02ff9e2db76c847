"""Letting go of facts about mail when the term of the books is over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    MailTemplate,
)


def forget_mails(mails: QuerySet[Any]) -> int:
    """Remove mails and what happened to them, all or nothing; give how many mails that were."""
    with transaction.atomic():
        ids = list(mails.values_list("pk", flat=True))
        MailBounce.objects.filter(mail__in=ids).delete()
        MailDecision.objects.filter(mail__in=ids).delete()
        MailOutcome.objects.filter(attempt__mail__in=ids).delete()
        MailAttempt.objects.filter(mail__in=ids).delete()
        return Mail.objects.filter(pk__in=ids).delete()[0]


def forget_templates(*, before: datetime) -> int:
    """Remove words of before a moment that no mail went out with, and that others followed."""
    newer = MailTemplate.objects.filter(
        kind=OuterRef("kind"), language=OuterRef("language"), version__gt=OuterRef("version"),
        changed_at__lt=before,
    )  # fmt: skip
    used = MailAttempt.objects.filter(template=OuterRef("pk"))
    old = MailTemplate.objects.filter(changed_at__lt=before)
    return old.filter(Exists(newer), ~Exists(used)).delete()[0]
