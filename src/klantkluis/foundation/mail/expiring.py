"""What goes by itself of mail, and of what was done here."""

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring
from klantkluis.foundation.latest import latest
from klantkluis.foundation.mail.forgetting import forget_mails
from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Event,
    Job,
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)
from klantkluis.foundation.records import blank


def _settled() -> QuerySet[Mail]:
    """Give the mails to which nothing happens any more; the term begins with what came last."""
    last_at = latest(
        (MailAttempt.objects.all(), "mail", "began_at"),
        (MailOutcome.objects.all(), "attempt__mail", "at"),
        (MailDecision.objects.all(), "mail", "at"),
        (MailBounce.objects.all(), "mail", "at"),
        or_else="queued_at",
    )
    still_open = OpenMail.objects.filter(mail=OuterRef("pk"))
    return Mail.objects.filter(~Exists(still_open)).annotate(last_at=last_at)


def _reports() -> QuerySet[MailBounce]:
    """Give the reports of which words are left: that a mail bounced stays as long as the mail."""
    return MailBounce.objects.exclude(sealed=b"")


EXPIRING: Final = (
    Expiring(
        code="mails",
        title=_("What was mailed when"),
        term=Term.BOOKS,
        rows=_settled,
        since="last_at",
        person="customer_uid",
        remove=forget_mails,
    ),
    Expiring(
        code="bounces",
        title=_("What another server said of a mail that did not arrive"),
        term=Term.RELATION,
        rows=_reports,
        since="at",
        person="mail__customer_uid",
        remove=blank,
    ),
    Expiring(
        code="events",
        title=_("Who did what in the office"),
        term=Term.SECURITY,
        rows=Event.objects.all,
        since="at",
    ),
    Expiring(
        code="jobs",
        title=_("Jobs that ended"),
        term=Term.SECURITY,
        rows=lambda: Job.objects.filter(finished_at__isnull=False),
        since="finished_at",
    ),
)
