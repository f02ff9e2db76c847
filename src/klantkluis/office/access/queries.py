"""Questions about staff."""

from collections.abc import Mapping
from uuid import UUID

from klantkluis.office.access.models import Staff


def staff_names() -> Mapping[UUID, str]:
    """Give the name of everybody who ever had an account, by their uid."""
    return dict(Staff.objects.values_list("uid", "display_name"))
