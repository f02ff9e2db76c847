"""Rows of this room that go by themselves."""

from typing import Final

from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring
from klantkluis.privacy.models import Sweep

EXPIRING: Final = (
    Expiring(
        code="sweeps",
        title=_("What earlier sweeps found"),
        term=Term.SECURITY,
        rows=Sweep.objects.all,
        since="ended_at",
    ),
)
