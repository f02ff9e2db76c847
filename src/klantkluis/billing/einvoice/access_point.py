"""Handing an e-invoice to an access point of Peppol: what goes, what comes back, what that means.

An access point is a certified company that carries documents over the Peppol network; a shop is a
customer of one. `AccessPoint` is what the office needs of it, so that another kind can be put in
its place. The document travels in the envelope of the network (SBDH), which `peppol-py` writes.

`peppol-py` can also be an access point itself. That is not used: it takes a certificate that only
certified companies get, asks DNS and servers that nobody opened, and writes to temporary files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from lxml import etree

from klantkluis.billing.einvoice.guarding import guarded

GIVEN_UP: Final = timedelta(minutes=10)
"""An attempt without an answer is going on for so long at most; after that nobody knows."""
MOST_SAID: Final = 500
MOST_REFERENCE: Final = 80
_NOT_TAKEN: Final = frozenset({425, 429, 503})
_UBL_VERSION: Final = "2.1"


class Outcome(StrEnum):
    """What came of one attempt, or of asking.

    `postponed`: they have nothing, because they were not reached or said so. `handed_over`: they
    have it and send it on. `accepted`: the access point of the buyer took it. `unknown`: they may
    or may not have it.
    """

    POSTPONED = "postponed"
    HANDED_OVER = "handed_over"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Where a delivery stands; follows from its facts."""

    QUEUED = "queued"
    GOING_ON = "going_on"
    POSTPONED = "postponed"
    HANDED_OVER = "handed_over"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SETTLED = "settled"


ASKS_FOR_A_PERSON: Final = frozenset({State.POSTPONED, State.REFUSED, State.UNKNOWN})
CAN_GO: Final = frozenset({State.QUEUED, State.POSTPONED})
OVER: Final = frozenset({State.ACCEPTED, State.SETTLED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `said` may hold anything, so it is sealed; `problem` is a code of ours."""

    outcome: Outcome
    reference: str = ""
    said: str = field(default="", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One e-invoice in its envelope, with a key by which the other side knows it again."""

    key: str
    contents: bytes = field(repr=False)


class AccessPoint(Protocol):
    """What the office needs of an access point."""

    def hand_over(self, parcel: Parcel) -> Answer:
        """Hand one document over; never raises for what the other side does."""

    def ask(self, reference: str) -> Answer:
        """Ask what became of a document that was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a delivery: its last attempt, the newest answer, and what a person said."""

    began_at: datetime | None = None
    outcome: str = ""
    again: bool = False
    settled: bool = False


def state_of(facts: Facts, now: datetime) -> State:
    """Say where a delivery stands."""
    if facts.outcome == Outcome.ACCEPTED:
        return State.ACCEPTED
    if facts.settled:
        return State.SETTLED
    if facts.began_at is None or facts.again:
        return State.QUEUED
    if facts.outcome:
        return State(facts.outcome)
    return State.GOING_ON if now - facts.began_at < GIVEN_UP else State.UNKNOWN


_SAYS: Final = {
    "queued": Outcome.HANDED_OVER,
    "sent": Outcome.HANDED_OVER,
    "handed_over": Outcome.HANDED_OVER,
    "accepted": Outcome.ACCEPTED,
    "delivered": Outcome.ACCEPTED,
    "refused": Outcome.REFUSED,
    "rejected": Outcome.REFUSED,
    "failed": Outcome.REFUSED,
}


def read_answer(status: int, answer: Mapping[str, Any] | None) -> Answer:
    """Say what a reply means. What is not clearly yes or no is unknown.

    Args:
        status: of HTTP.
        answer: the JSON object that came along, None when there was no readable one.
    """
    told = answer or {}
    reference, said = _plain(told.get("id"), MOST_REFERENCE), _plain(told.get("message"), MOST_SAID)
    if status in _NOT_TAKEN:
        return Answer(Outcome.POSTPONED, said=said, problem=f"http_{status}")
    if 400 <= status < 500 and status not in {408, 409}:
        problem = "key" if status in {401, 403} else f"http_{status}"
        return Answer(Outcome.REFUSED, reference, said, problem)
    if not 200 <= status < 300:
        return Answer(Outcome.UNKNOWN, reference, said, f"http_{status}")
    outcome = _SAYS.get(str(told.get("status", "")).lower())
    if outcome is None or (outcome is not Outcome.REFUSED and not reference):
        return Answer(Outcome.UNKNOWN, reference, said, "garbage")
    return Answer(outcome, reference, said)


def _plain(value: object, most: int) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def enveloped(ubl: bytes, created_at: datetime) -> bytes:
    """Put a UBL invoice in the envelope of the network (SBDH, Peppol Business Message Envelope).

    Raises:
        EInvoiceRefused: it is no XML that is safe to read.
        ValueError: it does not say from and to which electronic address it goes.
    """
    # Takes a sixth of a second and is needed by who sends over the network only.
    from peppol_py import sender  # noqa: PLC0415

    root = guarded(ubl)
    ends = [_address(root, f"Accounting{who}Party") for who in ("Supplier", "Customer")]
    supplier = "./{*}AccountingSupplierParty/{*}Party"
    country = root.findtext(f"{supplier}/{{*}}PostalAddress/{{*}}Country/{{*}}IdentificationCode")
    kind = sender.get_document_type_from_ubl(root, document_type_version=_UBL_VERSION)
    _data, document = sender.wrap_ubl_in_peppol_standard_business_document_header(
        root, created_at.replace(microsecond=0).isoformat(), kind,
        root.findtext("./{*}ProfileID"), ends[0], country, ends[1],
    )  # fmt: skip
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _address(root: etree._Element, party: str) -> str:
    found = root.find(f"./{{*}}{party}/{{*}}Party/{{*}}EndpointID")
    if found is None or not found.text or not found.get("schemeID"):
        raise ValueError("an e-invoice for the network has two electronic addresses")
    return f"{found.get('schemeID')}:{found.text}"
