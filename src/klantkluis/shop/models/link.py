"""The link with the site: with whom we are paired, and how far we have read."""

from django.db import models
from django.db.models import Q


class SiteLink(models.Model):
    """The one site that this office is paired with.

    Its signing key and the pepper lie in a folder of the process that pulls, not here. `number` is
    that of the last question: it is written before the question goes out, so that none is used
    twice. `seq` and `chain` are of the last message that we have. `broken` is the code of what is
    wrong when a message was lost, changed or made up; nothing is pulled until somebody looked.
    """

    site_id = models.UUIDField()
    url = models.CharField(max_length=200)
    site_key = models.BinaryField(max_length=32)
    certificate = models.BinaryField(max_length=32, null=True)
    number = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    chain = models.BinaryField(max_length=32, default=bytes(32))
    broken = models.CharField(max_length=20, blank=True)
    paired_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="site_link_is_there_once", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return "link with the site"
