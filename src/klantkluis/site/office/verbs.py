"""What the office can ask of the site."""

import base64
import hmac
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from klantkluis import __version__
from klantkluis.messages.link import is_signed, key_text, pairing_proof
from klantkluis.messages.published import IntakeKey, ThingKind
from klantkluis.messages.wire import (
    MOST_ANSWERED,
    Ack,
    Acked,
    Digests,
    EndUnused,
    Nothing,
    OfKind,
    Pair,
    Paired,
    Pepper,
    PickUpPart,
    PickUpTaken,
    Profiles,
    ProfilesTaken,
    Publish,
    Pull,
    Pulled,
    Row,
    State,
    Unused,
    UnusedAnswer,
    UnusedEnded,
    Verb,
    Witness,
    root,
)
from klantkluis.site import outbox, pepper
from klantkluis.site.account.pick_ups import take_part
from klantkluis.site.account.profiles import let_go, take_profiles
from klantkluis.site.account.unused import end_unused, unused
from klantkluis.site.identity import identity
from klantkluis.site.models import OfficeLink, OutboxMessage, PublishedThing
from klantkluis.site.models import Witness as WitnessRow
from klantkluis.site.office.publishing import publish_things
from klantkluis.vault.sealing import public_key

MOST_WITNESSES = 500


class Refused(Exception):  # noqa: N818 - named as the fact that it tells
    """The site does not do this; `status` is that of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def check_proof(question: Pair) -> None:
    """See that who brings a key has the secret of the pairing code.

    Raises:
        Refused: it was not proven.
    """
    proof = pairing_proof(identity().secret, question.public)
    if not hmac.compare_digest(proof.encode(), question.proof.encode()):
        raise Refused(403)


def pair(link: OfficeLink, question: Pair) -> Paired:
    """Take the public key of the office, once; the same office may ask again.

    Raises:
        Refused: another office was first.
    """
    if link.office_key is not None and bytes(link.office_key) != question.public:
        raise Refused(409)
    OfficeLink.objects.filter(pk=1).update(office_key=question.public)
    return Paired(public=identity().public)


def state(link: OfficeLink, _question: Nothing) -> State:
    """Say how the site is."""
    by_kind: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in ThingKind}
    for kind, name, digest in PublishedThing.objects.values_list("kind", "name", "digest"):
        by_kind[kind].append((name, digest))
    return State(
        version=__version__,
        last_seq=link.last_seq,
        last_chain=bytes(link.last_chain),
        acked_seq=link.acked_seq,
        awake=pepper.is_here(),
        things={kind: root(digests) for kind, digests in by_kind.items()},
        now=int(time.time()),
    )


def take_pepper(_link: OfficeLink, question: Pepper) -> Nothing:
    """Keep the pepper in memory.

    Raises:
        ValueError: it has not 32 bytes.
    """
    if len(question.pepper) != 32:
        raise ValueError("no pepper")
    pepper.keep(question.pepper)
    return Nothing()


def digests(_link: OfficeLink, question: OfKind) -> Digests:
    """Give the digests of all things of a kind."""
    rows = PublishedThing.objects.filter(kind=ThingKind(question.kind))
    return Digests(digests=dict(rows.values_list("name", "digest")))


def publish(link: OfficeLink, question: Publish) -> Nothing:
    """Show what the office published; keys only with the office's signature of them.

    Raises:
        Refused: a key is not signed by the office.
        ValueError: a thing has not the shape of its kind.
    """
    for thing in publish_things(question):
        if isinstance(thing, IntakeKey):
            _check_key(link, thing)
    return Nothing()


def _check_key(link: OfficeLink, key: IntakeKey) -> None:
    public = base64.b64decode(key.public, validate=True)
    public_key(public)
    text = key_text(identity().site_id, key.key_id, public, key.not_after)
    assert link.office_key is not None, "only a paired office publishes"
    if not is_signed(bytes(link.office_key), text, key.signature):
        raise Refused(403)


def pull(link: OfficeLink, question: Pull) -> Pulled:
    """Give messages after a number, as many as fit in one answer; let go of what has ended."""
    let_go(int(time.time()))
    rows: list[Row] = []
    size = 0
    for row in outbox.waiting(question.after, question.limit):
        size += len(row.sealed)
        if rows and size > MOST_ANSWERED:
            break
        rows.append(Row.of(row))
    return Pulled(rows=tuple(rows), last_seq=link.last_seq)


def ack(link: OfficeLink, question: Ack) -> Acked:
    """Delete the messages that the office has. It names the chain value of the last one.

    Raises:
        Refused: that is not the message that was sent.
    """
    if question.seq <= link.acked_seq:
        return Acked(deleted=0)
    row = OutboxMessage.objects.filter(pk=question.seq).first()
    if row is None or bytes(row.chain) != question.chain:
        raise Refused(409)
    deleted, _ = OutboxMessage.objects.filter(seq__lte=question.seq).delete()
    OfficeLink.objects.filter(pk=1).update(acked_seq=question.seq)
    return Acked(deleted=deleted)


def profiles(_link: OfficeLink, question: Profiles) -> ProfilesTaken:
    """Take profiles that were sealed anew, and forget accounts."""
    return ProfilesTaken(left_alone=tuple(take_profiles(question)))


def pick_up(_link: OfficeLink, question: PickUpPart) -> PickUpTaken:
    """Keep a part of a package that waits for its person."""
    return take_part(question)


def unused_accounts(_link: OfficeLink, question: Unused) -> UnusedAnswer:
    """Say which accounts nobody used for a while, and which are gone."""
    return unused(question)


def end_unused_accounts(_link: OfficeLink, question: EndUnused) -> UnusedEnded:
    """End accounts, unless somebody used them since."""
    return end_unused(question)


def witness(_link: OfficeLink, question: Witness) -> Nothing:
    """Keep a checkpoint; the oldest make place."""
    hour = int(time.time()) // outbox.HOUR * outbox.HOUR
    WitnessRow.objects.create(checkpoint=question.checkpoint, hour=hour)
    newest = WitnessRow.objects.order_by("-pk")[MOST_WITNESSES : MOST_WITNESSES + 1]
    for row in newest:
        WitnessRow.objects.filter(pk__lte=row.pk).delete()
    return Nothing()


type Handler = Callable[[OfficeLink, Any], msgspec.Struct]

VERBS: Mapping[Verb, Handler] = MappingProxyType(
    {
        Verb.STATE: state,
        Verb.PEPPER: take_pepper,
        Verb.DIGESTS: digests,
        Verb.PUBLISH: publish,
        Verb.PULL: pull,
        Verb.ACK: ack,
        Verb.PROFILES: profiles,
        Verb.WITNESS: witness,
        Verb.PICK_UP: pick_up,
        Verb.UNUSED: unused_accounts,
        Verb.END_UNUSED: end_unused_accounts,
    }
)
