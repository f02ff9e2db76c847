"""Bringing to the site what differs there: what is published, the newest key, and the rest."""

import base64
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Final, Protocol

import msgspec

from klantkluis.messages import link as texts
from klantkluis.messages import published
from klantkluis.messages.published import ORDER, ShopSettings, ThingKind
from klantkluis.messages.wire import OfKind, Publish, State, Thing, Verb, root
from klantkluis.shop.linking.asking import Conversation
from klantkluis.shop.models import IntakeKey, SiteLink
from klantkluis.shop.publishing import body_of, desired_digests

MOST_THINGS: Final = 200
MOST_BYTES: Final = 3 * 1024 * 1024
"""In clear; as base64 in JSON that is four megabytes."""
SHOP: Final = "shop"

type Digests = Mapping[ThingKind, Mapping[str, str]]


class Publications(Protocol):
    """What is to be seen on the site, as another part of this room composes it."""

    def desired_digests(self) -> Digests:
        """Give the digest of every thing that is to be there, by kind and name; without keys."""

    def body_of(self, kind: ThingKind, names: Collection[str]) -> Mapping[str, bytes]:
        """Give the bodies of things."""


class Composed:
    """What this office shows, composed from its rooms for a day."""

    def __init__(self, today: date) -> None:
        self._today = today

    def desired_digests(self) -> Digests:
        """Give the digest of every thing; see `shop.publishing`."""
        return desired_digests(today=self._today)

    def body_of(self, kind: ThingKind, names: Collection[str]) -> Mapping[str, bytes]:
        """Give the bodies of things; see `shop.publishing`."""
        return body_of(kind, names, today=self._today)


_providers: list[Callable[[date], Publications]] = [Composed]


def publish_from(provider: Callable[[date], Publications]) -> None:
    """Say who composes what is published: another than the rooms of this office."""
    _providers[:] = [provider]


def publications(today: date) -> Publications:
    """Give what is to be seen on the site on a day."""
    return _providers[0](today)


class _Desired:
    """What is to be there, with the keys, and a shop that says that it is being mended."""

    def __init__(self, conversation: Conversation, today: date, *, maintenance: bool) -> None:
        self._source, self._maintenance = publications(today), maintenance
        self._conversation = conversation
        self.digests = {kind: dict(found) for kind, found in self._source.desired_digests().items()}
        self._own: dict[tuple[ThingKind, str], bytes] = {}
        self._add_key()
        if maintenance and SHOP in self.digests.get(ThingKind.SHOP, {}):
            (body,) = self._source.body_of(ThingKind.SHOP, [SHOP]).values()
            settings: ShopSettings = published.read(ThingKind.SHOP, body)
            self._put(ThingKind.SHOP, SHOP, msgspec.structs.replace(settings, maintenance=True))

    def _add_key(self) -> None:
        newest = IntakeKey.objects.order_by("-key_id").first()
        self.key_id = newest.key_id if newest else 0
        self.digests[ThingKind.KEY] = {}
        if newest is not None:
            signed = _signed(newest, self._conversation)
            self._put(ThingKind.KEY, str(newest.key_id), signed)

    def _put(self, kind: ThingKind, name: str, thing: msgspec.Struct) -> None:
        body = published.write(thing)
        self._own[kind, name] = body
        self.digests.setdefault(kind, {})[name] = published.digest(body)

    def bodies(self, kind: ThingKind, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
        own = [name for name in names if (kind, name) in self._own]
        yield from ((name, self._own[kind, name]) for name in own)
        others = [name for name in names if name not in own]
        if others:
            yield from self._source.body_of(kind, others).items()


def _signed(key: IntakeKey, conversation: Conversation) -> published.IntakeKey:
    public = bytes(key.public)
    text = texts.key_text(conversation.site_id, key.key_id, public, key.not_after)
    return published.IntakeKey(
        key_id=key.key_id,
        public=base64.b64encode(public).decode(),
        not_after=key.not_after,
        signature=texts.sign(conversation.keys.key, text),
    )


def bring(conversation: Conversation, state: State, *, today: date, maintenance: bool) -> int:
    """Publish what differs between what is to be there and what is; give how many things.

    Pictures go before the products that show them; what is gone goes last. A crash half-way is
    harmless: the next round finds what still differs.
    """
    desired = _Desired(conversation, today, maintenance=maintenance)
    brought = 0
    gone: list[tuple[str, str]] = []
    for kind in ORDER:
        wanted = desired.digests.get(kind, {})
        if root(wanted.items()) == state.things.get(kind.value):
            continue
        answer = conversation.ask(Verb.DIGESTS, OfKind(kind=kind.value))
        there: Mapping[str, str] = answer.digests
        changed = [name for name, digest in wanted.items() if there.get(name) != digest]
        gone += [(kind.value, name) for name in there if name not in wanted]
        for batch in _batches(desired, kind, changed):
            conversation.ask(Verb.PUBLISH, Publish(things=tuple(batch)))
            brought += len(batch)
    for start in range(0, len(gone), MOST_THINGS):
        conversation.ask(Verb.PUBLISH, Publish(gone=tuple(gone[start : start + MOST_THINGS])))
    SiteLink.objects.filter(pk=1).exclude(key_id=desired.key_id).update(key_id=desired.key_id)
    return brought + len(gone)


def _batches(desired: _Desired, kind: ThingKind, names: list[str]) -> Iterator[list[Thing]]:
    """Cut things into batches that fit, with few of them in memory."""
    batch: list[Thing] = []
    size = 0
    step = 8 if kind is ThingKind.PICTURE else MOST_THINGS
    for start in range(0, len(names), step):
        for name, body in desired.bodies(kind, names[start : start + step]):
            if batch and (size + len(body) > MOST_BYTES or len(batch) >= MOST_THINGS):
                yield batch
                batch, size = [], 0
            batch.append(Thing(kind=kind.value, name=name, body=body))
            size += len(body)
    if batch:
        yield batch
