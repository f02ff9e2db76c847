"""Who we are."""

from typing import Any

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.models import Company


class CompanyUnknown(Refusal):
    """Nothing can be put on paper before we know who we are."""


def company() -> Company:
    """Give our own data.

    Raises:
        CompanyUnknown: they were never entered.
    """
    row = Company.objects.filter(pk=1).first()
    if row is None:
        raise CompanyUnknown(_("First enter the data of your own company, in the settings."))
    return row


@command("company.changed")
def change_company(*, fields: dict[str, Any], actor: Actor) -> None:  # noqa: ARG001 - checked by the command
    """Enter or change our own data. Issued documents keep what they say."""
    Company.objects.update_or_create(pk=1, defaults=fields)
