"""What states and problems of e-invoices on their way are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.billing.einvoice.access_point import Outcome, State
from klantkluis.office.forms.base import Label

STATES: Mapping[State, Label] = {
    State.QUEUED: _("In line"),
    State.GOING_ON: _("Going out now"),
    State.POSTPONED: _("Not taken"),
    State.HANDED_OVER: _("Handed over"),
    State.ACCEPTED: _("Accepted"),
    State.REFUSED: _("Refused"),
    State.UNKNOWN: _("Unknown"),
    State.SETTLED: _("Settled"),
}
MOODS: Mapping[State, str] = {
    State.GOING_ON: "busy",
    State.HANDED_OVER: "busy",
    State.POSTPONED: "bad",
    State.REFUSED: "bad",
    State.UNKNOWN: "bad",
    State.ACCEPTED: "good",
}
OUTCOMES: Mapping[Outcome | None, Label] = {
    Outcome(state.value): name for state, name in STATES.items() if state.value in set(Outcome)
}
EXPLAINED: Mapping[State, Label] = {
    State.QUEUED: _(
        "This e-invoice has not left yet. It goes out with a job, or when you send it."
    ),
    State.GOING_ON: _("This e-invoice is being handed over to the access point."),
    State.POSTPONED: _(
        "The access point does not have this e-invoice: it was not reached, or took nothing now."
        " You can send it again without a doubt."
    ),
    State.HANDED_OVER: _(
        "The access point has this e-invoice and sends it on. Ask later whether it arrived."
    ),
    State.ACCEPTED: _("The access point of your customer took this e-invoice."),
    State.REFUSED: _(
        "This e-invoice was refused. Look at the answer, mend what is wrong and send it again, or"
        " settle it in another way, such as by mail."
    ),
    State.UNKNOWN: _(
        "Nobody knows whether the access point has this e-invoice. Look there before you send it"
        " again: it may arrive twice."
    ),
    State.SETTLED: _("Somebody dealt with this e-invoice in another way."),
}
PROBLEMS: Mapping[str, Label] = {
    "timeout": _("The access point did not answer in time."),
    "unreachable": _("The access point could not be reached, or ended the connection."),
    "too_large": _("The answer was larger than an answer can be."),
    "garbage": _("The answer was not the answer of an access point."),
    "key": _("The access point did not accept our key."),
}
