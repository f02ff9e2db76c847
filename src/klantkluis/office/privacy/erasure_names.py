"""What an erasure is called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.privacy.erasing.queries import PlanState

STATES: Final[Mapping[PlanState, tuple[str, Label]]] = MappingProxyType(
    {
        PlanState.DRAFT: ("wait", _("To be signed")),
        PlanState.WAITS: ("busy", _("Can be undone")),
        PlanState.DUE: ("busy", _("Being carried out")),
        PlanState.PARTLY: ("wait", _("The rest follows")),
        PlanState.DONE: ("good", _("Erased")),
        PlanState.UNDONE: ("", _("Undone")),
        PlanState.RETURNED: ("bad", _("Look again")),
    }
)
"""How a state looks, and what it is called."""

ASKED_BY: Final[Mapping[str, Label]] = MappingProxyType(
    {
        "person": _("the person"),
        "staff": _("ourselves"),
        "term": _("the term is over"),
        "withdrawal": _("the newsletter was stopped"),
    }
)

PEOPLE: Final[Mapping[str, Label]] = MappingProxyType(
    {
        "customer": _("Customer"),
        "subscriber": _("Subscriber of the newsletter"),
        "stranger": _("Writer of a letter"),
    }
)

STEPS: Final[Mapping[str, Label]] = MappingProxyType(
    {
        "intent": _("Compared with what was signed, and written down"),
        "part": _("What no claim needs was erased; the rest is restricted"),
        "key": _("The key was destroyed, also in every copy"),
        "rows": _("The records were removed"),
        "disk": _("The disk was cleaned"),
        "proof": _("All records were looked through once more"),
        "done": _("Done"),
    }
)
