"""How often a subscription comes round, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label

EACH: Mapping[str, Label] = {
    "week": _("every week"),
    "month": _("every month"),
    "quarter": _("every quarter"),
    "year": _("every year"),
}
SOME: Mapping[str, Label] = {
    "week": _("every %(n)d weeks"),
    "month": _("every %(n)d months"),
    "quarter": _("every %(n)d quarters"),
    "year": _("every %(n)d years"),
}


def rhythm_of(unit: str, every: int) -> str:
    """Say how often a subscription comes round."""
    return str(EACH[unit]) if every == 1 else str(SOME[unit]) % {"n": every}
