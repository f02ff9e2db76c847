"""What breaches, their kinds and their states are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label

KINDS: Final[Mapping[str, Label]] = {
    "confidentiality": _("Somebody saw data who should not"),
    "integrity": _("Data were changed without intention"),
    "availability": _("Data were lost or cannot be reached"),
}
RISKS: Final[Mapping[str, Label]] = {
    "none": _("No risk: register it only"),
    "risk": _("A risk: report it to the authority"),
    "high": _("A high risk: report it, and tell the people"),
}
STATES: Final[Mapping[str, Label]] = {
    "running": _("Report or decide"),
    "soon": _("Less than a day left"),
    "late": _("Too late"),
    "reported": _("Reported"),
    "reported_late": _("Reported too late"),
    "not_needed": _("No report needed"),
    "closed": _("Closed"),
}
LOOKS: Final[Mapping[str, str]] = {
    "running": "bad", "soon": "bad", "late": "bad", "reported": "good", "reported_late": "bad",
    "not_needed": "good", "closed": "",
}  # fmt: skip
HITS: Final[Mapping[str, Label]] = {
    "staff": _("Whom one account looked at in a period"),
    "disclosure": _("Whom a file was about"),
    "everyone": _("All customers"),
    "chosen": _("Customers by their number"),
}
NOTES: Final[Mapping[str, Label]] = {
    "course": _("What happened next"),
    "cause": _("The cause"),
    "consequences": _("The consequences for people"),
    "measures": _("A measure that was taken"),
}
REPORTS: Final[Mapping[str, Label]] = {
    "first": _("The first report"),
    "addition": _("An addition to it"),
    "withdrawal": _("A withdrawal of it"),
}
TOLD: Final[Mapping[str, Label]] = {
    "letter": _("By letter"),
    "mail": _("By e-mail"),
    "phone": _("By telephone"),
    "public": _("By a public notice: telling each would take a disproportionate effort"),
}
MISSING: Final[Mapping[str, Label]] = {
    "decision": _("Decide what it means for people"),
    "measures": _("Write which measures you took"),
    "report": _("Report it to the authority, and note the number"),
    "told": _("Tell the people, or give a public notice"),
}
