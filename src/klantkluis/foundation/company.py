"""Who we are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.models import Company, Letterhead
from klantkluis.foundation.paper.values import Background
from klantkluis.foundation.prepared import Prepared


class CompanyUnknown(Refusal):
    """Nothing can be put on paper before we know who we are."""


def company() -> Company:
    """Give our own data.

    Raises:
        CompanyUnknown: they were never entered.
    """
    row = Company.objects.order_by("-pk").first()
    if row is None:
        raise CompanyUnknown(_("First enter the data of your own company, in the settings."))
    return row


def company_version() -> int:
    """Name the version of our data that holds now, without reading the logo.

    Raises:
        CompanyUnknown: they were never entered.
    """
    found = _VERSION.first()
    return found[0] if found else company().pk


_VERSION = Prepared(lambda: Company.objects.order_by("-pk").values_list("pk")[:1])


@dataclass(frozen=True, slots=True)
class TaxedHow:
    """Under which schemes of VAT we are."""

    small_business: bool = False
    oss_since: date | None = None


def taxed_how() -> TaxedHow:
    """Say under which schemes of VAT we are now; the plain ones before our data are known."""
    found = _SCHEMES.first()
    return TaxedHow(*found) if found else TaxedHow()


_SCHEMES = Prepared(
    lambda: Company.objects.order_by("-pk").values_list("small_business", "oss_since")[:1]
)


def has_company() -> bool:
    """Tell whether our own data were ever entered."""
    return Company.objects.exists()


def company_of(version: int) -> Company:
    """Give our data as they were when a document was issued, with the letterhead at hand."""
    found = _OF_VERSION.first(version)
    assert found is not None, "versions of our data are never deleted"
    return found


_OF_VERSION = Prepared(
    lambda version: Company.objects.select_related("letterhead").filter(pk=version), int
)


def own_accounts() -> tuple[str, ...]:
    """Give our own IBANs, those of before too: they stand on paper that we sent."""
    found = Company.objects.exclude(iban="").values_list("iban", flat=True)
    return tuple(sorted(set(found)))


@command("company.changed")
def change_company(
    *, fields: dict[str, Any], actor: Actor, letterhead: Background | None = None
) -> None:
    """Enter our own data, or change some of it. Issued documents keep what they say.

    Args:
        letterhead: a new one; without it the one that we have stays, unless `fields` says so.
    """
    row = Company.objects.order_by("-pk").first() or Company()
    for name, value in fields.items():
        setattr(row, name, value)
    if letterhead is not None:
        row.letterhead = Letterhead.objects.create(
            first=letterhead.first, following=letterhead.following
        )
    row.pk, row.recorded_at = None, Now()
    row.save(force_insert=True)
