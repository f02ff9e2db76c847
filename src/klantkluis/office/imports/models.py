"""A file that somebody imports: sealed, and only for as long as it is needed."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from klantkluis.foundation.models import SealedModel

KEPT_FOR = timedelta(days=1)


class What(models.TextChoices):
    """What is imported."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"


class ImportFile(SealedModel):
    """One import. How far it is follows from what is filled in; names and cells are sealed.

    The sealed row holds the name of the file and the key of its contents. `counts` and `result`
    are numbers of rows, `lookalikes` lines of the file with ids of customers.
    """

    what = models.CharField(max_length=10, choices=What)
    staff_id = models.UUIDField()
    file_class = models.CharField(max_length=12)
    contents = models.BinaryField(default=b"", max_length=11_000_000)
    job_uid = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    good_rows_only = models.BooleanField(default=False)
    complete_known = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    result = models.JSONField(default=dict)
    lookalikes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    previewed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_import_is_asked_for_after_its_preview",
                condition=Q(asked_at=None) | Q(previewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_import_that_is_done_keeps_no_file",
                condition=Q(imported_at=None) | Q(contents=b"", asked_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["staff_id", "-id"], name="import_by_staff")]

    def __str__(self) -> str:
        return f"import {self.uid}"


class ImportPart(models.Model):
    """A piece of what was made of a file, sealed with a key derived from the file's own."""

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    contents = models.BinaryField(max_length=12_000_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "kind", "number"], name="each_part_of_an_import_is_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"part {self.number} of import {self.file_id}"
