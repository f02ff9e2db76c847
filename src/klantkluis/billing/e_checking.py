"""Making an e-invoice in one form and putting it through every layer, before anything leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from klantkluis.billing.einvoice import validating
from klantkluis.billing.einvoice.checks import en16931_findings, nlcius_findings, peppol_findings
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL, Profile, is_peppol
from klantkluis.billing.einvoice.findings import Finding, Layer, is_accepted
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoicing import e_invoice, in_profile, usual_profile
from klantkluis.billing.trading import Ours
from klantkluis.customers.rules import COMPANY

SUMS: Final = "SUMS"
"""What stands for a rule when lines do not add up to their sums, so that nothing can be made."""


_SUMS_WRONG: Final = Finding(layer=Layer.OWN, rule=SUMS, fatal=True, text="", field="lines")


class Form(StrEnum):
    """In which form: the CII inside the paper, or UBL under one of two profiles."""

    FACTUR_X = "factur-x"
    PEPPOL = "peppol"
    NLCIUS = "nlcius"

    @property
    def profile(self) -> Profile:
        """The use of the standard that it is written under."""
        return {Form.FACTUR_X: EN16931, Form.PEPPOL: PEPPOL, Form.NLCIUS: NLCIUS}[self]


UBL: Final = (Form.PEPPOL, Form.NLCIUS)
"""The forms that are files of their own."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An e-invoice in one form, with what was found. `data` is empty when it was not written."""

    form: Form
    data: bytes
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether it may leave: nothing fatal was found."""
        return bool(self.data) and is_accepted(self.findings)


def usual_form(says: Mapping[str, Any]) -> Form:
    """Give the form of UBL that a buyer most probably wants."""
    return Form.PEPPOL if is_peppol(usual_profile(says).specification) else Form.NLCIUS


def forms_of(says: Mapping[str, Any]) -> tuple[Form, ...]:
    """Give the forms to make when a paper is filed: persons have no use for a file of their own."""
    if says["buyer"].get("kind") != COMPANY:
        return (Form.FACTUR_X,)
    return (Form.FACTUR_X, usual_form(says))


def checked(says: Mapping[str, Any], ours: Ours, forms: Iterable[Form]) -> tuple[Checked, ...]:
    """Make the e-invoice of a snapshot in these forms, and let every layer look at each.

    Our own check comes first, since it names the field to mend; what it refuses is not written.
    Its part about EN 16931 is the same in every form and runs once. The official layers run over
    each file: they are about what is written, and each syntax has a writer of its own.
    """
    try:
        made = e_invoice(says, ours)
    except ValueError:
        return tuple(Checked(form, b"", (_SUMS_WRONG,)) for form in forms)
    common = tuple(en16931_findings(made))
    return tuple(_in_form(made, common, form) for form in forms)


def foreseen(says: Mapping[str, Any], ours: Ours) -> dict[Form, tuple[Finding, ...]]:
    """Say what our own check finds in what an invoice to a company would say.

    The file for the buyer's program only: whatever stands in the way of it stands in the way of
    the one inside the paper, or matters to nobody there. Persons get none.
    """
    if says["buyer"].get("kind") != COMPANY:
        return {}
    form = usual_form(says)
    try:
        made = e_invoice(says, ours)
    except ValueError:
        return {form: (_SUMS_WRONG,)}
    shaped = _shaped(made, form)
    return {form: tuple(en16931_findings(made)) + _of_profile(shaped, form)}


def _shaped(made: Invoice, form: Form) -> Invoice:
    profile = form.profile
    return replace(
        in_profile(made, profile), specification=profile.specification, process=profile.process
    )


def _of_profile(shaped: Invoice, form: Form) -> tuple[Finding, ...]:
    """Look at what the use of the standard asks besides."""
    if form is Form.PEPPOL:
        return tuple(peppol_findings(shaped))
    return tuple(nlcius_findings(shaped)) if form is Form.NLCIUS else ()


def _in_form(made: Invoice, common: tuple[Finding, ...], form: Form) -> Checked:
    shaped = _shaped(made, form)
    found = common + _of_profile(shaped, form)
    if not is_accepted(found):
        return Checked(form, b"", found)
    data = write_cii(shaped) if form is Form.FACTUR_X else write_ubl(shaped)
    official = validating.validate(data).findings
    seen = {each.rule for each in found}
    return Checked(form, data, found + tuple(each for each in official if each.rule not in seen))
