"""What recipients still have to be told about data that they got (GDPR art. 19)."""

from django.db import models

from klantkluis.disclosures.models.handed import Disclosure
from klantkluis.disclosures.rules import NoticeEnd, NoticeKind


class Notice(models.Model):
    """That the recipient of a hand-over is to be told: corrected, erased or restricted."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="+")
    subject = models.UUIDField()
    kind = models.CharField(max_length=13, choices=[(k.value, k.value) for k in NoticeKind])
    categories = models.JSONField()
    prepared_at = models.DateTimeField()
    staff_id = models.UUIDField()
    request_uid = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject"], name="notice_by_subject")]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class NoticeEnding(models.Model):
    """That a notice went out, or that it did not have to."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=16, choices=[(e.value, e.value) for e in NoticeEnd])
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"end of notice {self.pk}"
