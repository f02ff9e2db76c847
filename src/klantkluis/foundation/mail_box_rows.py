"""The mailbox where reports about our mails arrive, each look into it, and what was found there."""

from django.db import models
from django.db.models import Q

from klantkluis.core.mail import BounceAction
from klantkluis.foundation.sealed_model import SealedModel


class MailBox(SealedModel):
    """Where reports about our mails arrive. Without this row nobody looks. The password is sealed.

    The row's uid is its own subject: nobody's data, and gone for good when its key is.
    """

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    user = models.CharField(max_length=254)
    folder = models.CharField(max_length=100)
    changed_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="mail_box_is_there_once", condition=Q(id=1)),
            models.CheckConstraint(
                name="mail_box_has_a_port", condition=Q(port__gte=1, port__lte=65535)
            ),
        ]

    def __str__(self) -> str:
        return "mail box"


class MailBoxLook(models.Model):
    """One time that we looked into the mailbox: how far we came, or a code of what went wrong.

    `uid_validity` and `last_uid` are the numbers of IMAP (RFC 9051, 2.3.1.1): the next look begins
    after the last message that this one went past. `problem` is empty when all went well.
    """

    at = models.DateTimeField()
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    bounces = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"look {self.pk} into the mail box"


class MailBounce(SealedModel):
    """A report that a mail of ours did not arrive, or not yet. What it says lies sealed.

    A failure and a delay are each kept once for a mail, however often it is reported.
    """

    mail = models.ForeignKey("foundation.Mail", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=7, choices=[(x.value, x.value) for x in BounceAction])
    status = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mail", "action"], name="mail_bounce_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"bounce {self.pk}"
