"""The link with the site: with whom we are paired, how far we have read, and what went wrong."""

from django.db import models
from django.db.models import Q

from klantkluis.foundation.models import SealedModel


class SiteLink(models.Model):
    """The one site that this office is paired with.

    Its signing key and the pepper lie in a folder of the process that pulls, not here. `number` is
    that of the last question: it is written before the question goes out, so that none is used
    twice. `seq` and `chain` are of the last message that we have. `broken` is the code of what is
    wrong when a message was lost, changed or made up; nothing is pulled until somebody looked.
    `accepts_place` says that the owner did, and that the next messages are taken from wherever
    the row of the site begins. `ahead` is how many messages the site has that we have not.

    `certificate` is SHA-256 of the public key in the site's certificate, `seen_certificate` that
    of another one that it showed since. `problem` is the code of why the last try failed.
    `key_id` is of the newest intake key that the site has, `checkpoint` the newest signed note
    about the log of the vault, which the site keeps for us once `checkpoint_kept`. `unused_on` is
    the day on which we last asked which accounts nobody uses, `unused_heard_on` that on which the
    site told us.
    """

    site_id = models.UUIDField()
    url = models.CharField(max_length=200)
    site_key = models.BinaryField(max_length=32)
    certificate = models.BinaryField(max_length=32, null=True)
    seen_certificate = models.BinaryField(max_length=32, null=True)
    number = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    chain = models.BinaryField(max_length=32, default=bytes(32))
    accepts_place = models.BooleanField(default=False)
    ahead = models.BigIntegerField(default=0)
    broken = models.CharField(max_length=20, blank=True)
    heard_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    key_id = models.PositiveIntegerField(default=0)
    checkpoint = models.TextField(blank=True)
    checkpoint_kept = models.BooleanField(default=True)
    checkpoint_at = models.DateTimeField(null=True)
    unused_on = models.DateField(null=True)
    unused_heard_on = models.DateField(null=True)
    paired_at = models.DateTimeField()
    staff_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="site_link_is_there_once", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return "link with the site"


class LinkAlarm(models.Model):
    """The fact that something about the link was not as it has to be; `seq` says at which message.

    It stays; `ended_at` says since when somebody has looked, or that it went by itself.
    """

    code = models.CharField(max_length=20)
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["code"], name="link_alarm_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"link alarm {self.pk}"


class LinkResumption(SealedModel):
    """That the owner looked at a link that was broken and let it go on, and why: sealed words."""

    code = models.CharField(max_length=20)
    at = models.DateTimeField()
    staff_id = models.UUIDField()

    def __str__(self) -> str:
        return f"link resumption {self.pk}"


class IntakeKey(models.Model):
    """The public half of a key to which the site seals; the vault has the private half.

    `not_after` is in seconds since 1970: by then the site should have another.
    """

    key_id = models.PositiveIntegerField(primary_key=True)
    public = models.BinaryField(max_length=1216)
    not_after = models.BigIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"intake key {self.key_id}"


class Decoy(models.Model):
    """An order that we placed ourselves to see whether orders arrive. It never becomes one."""

    uid = models.UUIDField(unique=True)
    placed_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["placed_at"], name="decoy_away", condition=Q(returned_at=None)),
        ]

    def __str__(self) -> str:
        return f"decoy {self.pk}"
