"""Sending e-invoices over the access point in the background."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.billing.einvoice.access_point import Outcome
from klantkluis.billing.sending_over import ask_over, send_over
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.outgoing import ServiceShut
from klantkluis.office.jobs.kinds import Kind
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import VaultLocked

SEND = "e_invoices.deliver"
ASK = "e_invoices.ask"


class DeliveryFailed(Refusal):
    """The access point did not take this e-invoice."""


def send_deliveries(run: Run) -> None:
    """Send the e-invoices `delivery_ids` in their order, each at most once."""
    for delivery_id in run.over(run.about["delivery_ids"]):
        try:
            answer = send_over(delivery_id=delivery_id, actor=run.actor, clock=run.clock)
        except (VaultLocked, ServiceShut):
            raise
        except Refusal as refusal:
            run.leave_out(delivery_id, refusal)
            continue
        if answer.outcome not in {Outcome.HANDED_OVER, Outcome.ACCEPTED}:
            said = _("The access point did not take this e-invoice.")
            run.leave_out(delivery_id, DeliveryFailed(said))


def ask_deliveries(run: Run) -> None:
    """Ask what became of the e-invoices `delivery_ids`."""
    for delivery_id in run.over(run.about["delivery_ids"]):
        ask_over(delivery_id=delivery_id, actor=run.actor, clock=run.clock)


KINDS: Mapping[str, Kind] = {
    SEND: Kind(
        gettext_lazy("Send e-invoices"),
        send_deliveries,
        JobKind.E_DELIVERY,
        subjects_each=3,
        things="billing:e-delivery",
        after=("billing:e-deliveries", gettext_lazy("To the e-invoices that went out")),
    ),
    ASK: Kind(
        gettext_lazy("Ask after e-invoices"),
        ask_deliveries,
        JobKind.E_DELIVERY,
        subjects_each=3,
        things="billing:e-delivery",
        after=("billing:e-deliveries", gettext_lazy("To the e-invoices that went out")),
    ),
}
