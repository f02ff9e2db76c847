"""What states, steps and problems of mail are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.core.mail import State, Step
from klantkluis.office.forms.base import Label

STATES: Mapping[State, Label] = {
    State.QUEUED: _("In line"),
    State.GOING_ON: _("Going out now"),
    State.POSTPONED: _("Not yet"),
    State.GIVEN_UP: _("Given up"),
    State.REFUSED: _("Refused by the server"),
    State.UNKNOWN: _("Unknown"),
    State.BOUNCED: _("Came back"),
    State.ACCEPTED: _("Accepted by the server"),
    State.SETTLED: _("Settled"),
}
MOODS: Mapping[State, str] = {
    State.GOING_ON: "busy",
    State.POSTPONED: "busy",
    State.GIVEN_UP: "bad",
    State.BOUNCED: "bad",
    State.REFUSED: "bad",
    State.UNKNOWN: "bad",
    State.ACCEPTED: "good",
}
EXPLAINED: Mapping[State, Label] = {
    State.QUEUED: _("This mail has not left yet. It goes out with a job, or when you send it now."),
    State.GOING_ON: _("This mail is being handed over to the mail server."),
    State.POSTPONED: _(
        "The server does not have this mail: it said no for now, or was not reached. It is tried"
        " again by itself, with longer and longer waits, for two days. You can also send it now."
    ),
    State.GIVEN_UP: _(
        "For two days the server did not take this mail, so it is not tried any more. Look at its"
        " answers, and send it again, or settle it in another way."
    ),
    State.BOUNCED: _(
        "The mail server took this mail, and it came back: it did not reach your customer. Look at"
        " the e-mail address, mail the document again from its page, and settle this one."
    ),
    State.REFUSED: _(
        "The server refused this mail for good. Look at its answer, mend what is wrong, such as"
        " the e-mail address, and send it again. Or settle it in another way."
    ),
    State.UNKNOWN: _(
        "The connection was lost after the mail was handed over. The server may have sent it, or"
        " not. Ask your customer, or look in the mailbox: sent again, it may arrive twice."
    ),
    State.ACCEPTED: _("The mail server took this mail, and sends it on to your customer."),
    State.SETTLED: _("Somebody dealt with this mail in another way. It does not go out any more."),
}
STEPS: Mapping[Step, Label] = {
    Step.CONNECT: _("connecting"),
    Step.GREETING: _("greeting"),
    Step.STARTTLS: _("encrypting the connection"),
    Step.LOG_IN: _("logging in"),
    Step.SENDER: _("naming the sender"),
    Step.RECIPIENT: _("naming the recipient"),
    Step.DATA: _("announcing the mail"),
    Step.HANDED_OVER: _("handing over the mail"),
}
PROBLEMS: Mapping[str, Label] = {
    "timeout": _("The server did not answer in time."),
    "cut": _("The server ended the connection."),
    "unreachable": _("Nobody answers at this address and port."),
    "unknown_host": _("There is no server with this name."),
    "certificate": _("The certificate of the server is not to be trusted, or is of another name."),
    "tls": _("No encrypted connection could be made. Is it the right port for this choice?"),
    "unsupported": _("The server does not offer this way of encrypting or logging in."),
    "log_in": _("The server did not accept the user name and password."),
    "no_folder": _("There is no such folder in this mailbox."),
    "too_large": _("The server sent more than was asked for, so nothing more was read."),
    "garbage": _("The answer was no answer of a mail server."),
}
