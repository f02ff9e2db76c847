"""An e-invoice that cannot be read or written."""

from klantkluis.core.refusals import Refusal


class EInvoiceRefused(Refusal):
    """This is no e-invoice that can be read, or these values cannot be written as one.

    `field` names the business term that is wrong, such as `BT-2`, where there is one.
    """
