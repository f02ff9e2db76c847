"""The shape of every sealed row."""

from uuid import uuid4

from django.db import models


class SealedModel(models.Model):
    """A row of which everything personal lies sealed in one column.

    `rev` goes up with each write and is part of what the seal vouches for: an older copy put
    back in place does not open as the newer one.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    rev = models.PositiveIntegerField(default=1)
    schema = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField(max_length=66_000)

    class Meta:
        abstract = True
