"""One round with the site: hear how it is, bring what differs, and fetch what came in.

A message is on our disk, sealed, before the site is told that it can delete it; place and messages
are saved together. Whatever ends a round half-way, the next one goes on without loss or double.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from klantkluis.foundation.inserting import insert_many
from klantkluis.messages.outbox import ChainBroken, OutboxRow, check_chain
from klantkluis.messages.wire import (
    Ack,
    Pepper,
    Profiles,
    Pull,
    Pulled,
    SealedProfile,
    State,
    Verb,
    Witness,
)
from klantkluis.shop.linking.alarms import Wrong, alarm
from klantkluis.shop.linking.asking import (
    AnswerForged,
    Conversation,
    SiteRefuses,
    conversation,
)
from klantkluis.shop.linking.bringing import bring
from klantkluis.shop.linking.ending import end_unused
from klantkluis.shop.linking.handing import send_pick_ups
from klantkluis.shop.linking.keys import LinkKeysMissing, link_keys
from klantkluis.shop.models import (
    AccountToForget,
    Decoy,
    IntakeMessage,
    ProfileToSend,
    SiteLink,
)
from klantkluis.shop.transport import CertificateChanged, Line, SiteAway

CLOCK_DRIFT: Final = timedelta(minutes=5)
DECOY_BACK: Final = timedelta(minutes=15)
PROFILES_AT_ONCE: Final = 200

_LOGGER = logging.getLogger("klantkluis.shop")

type Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to: how many messages and things, or the code of why it did not."""

    pulled: int = 0
    brought: int = 0
    problem: str = ""


def one_round(folder: Path, clock: Clock) -> Round | None:
    """Do one round with the site; None without one. Never raises for what the site does.

    Args:
        folder: where the secrets of the link are.
    """
    link = SiteLink.objects.filter(pk=1).first()
    if link is None:
        return None
    try:
        keys = link_keys(folder)
        pin = bytes(link.certificate) if link.certificate is not None else None
        with Line(link.url, pin=pin) as line:
            return _talk(conversation(link, line, keys), clock)
    except CertificateChanged as changed:
        SiteLink.objects.filter(pk=1).update(seen_certificate=changed.seen)
        alarm(Wrong.CERTIFICATE, now=clock())
        return _failed("certificate", clock())
    except AnswerForged:
        alarm(Wrong.SIGNATURE, now=clock())
        return _failed("signature", clock())
    except SiteAway as away:
        return _failed(away.kind, clock())
    except SiteRefuses as refuses:
        _LOGGER.warning("the site refuses: %d", refuses.status)
        return _failed("refused", clock())
    except LinkKeysMissing:
        return _failed("keys", clock())


def _failed(problem: str, now: datetime) -> Round:
    SiteLink.objects.filter(pk=1).update(problem=problem, tried_at=now)
    return Round(problem=problem)


def _talk(site: Conversation, clock: Clock) -> Round:
    state: State = site.ask(Verb.STATE)
    now = clock()
    _judge(state, now)
    if not state.awake:
        site.ask(Verb.PEPPER, Pepper(pepper=site.keys.pepper))
    broken = _link().broken
    pulled = 0
    if not broken:
        pulled = _pull(site, state, clock)
        _miss_decoys(clock())
        broken = _link().broken
    brought = bring(site, state, today=timezone.localtime(now).date(), maintenance=bool(broken))
    _send_profiles(site)
    _send_checkpoint(site)
    send_pick_ups(site, clock())
    if not broken:
        end_unused(site, now=clock(), today=timezone.localtime(now).date())
    SiteLink.objects.filter(pk=1).update(problem="", tried_at=now, heard_at=now)
    return Round(pulled, brought, broken)


def _link() -> SiteLink:
    return SiteLink.objects.get(pk=1)


def _judge(state: State, now: datetime) -> None:
    """See whether what the site says of itself can be, beside what we know."""
    link = _link()
    SiteLink.objects.filter(pk=1).update(ahead=max(state.last_seq - link.seq, 0))
    if abs(now.timestamp() - state.now) > CLOCK_DRIFT.total_seconds():
        alarm(Wrong.CLOCK, now=now)
    if link.accepts_place:
        return
    if state.last_seq < link.seq:
        alarm(Wrong.ROLLBACK, now=now, seq=state.last_seq)
    elif state.acked_seq > link.seq:
        alarm(Wrong.GAP, now=now, seq=link.seq + 1)
    elif state.last_seq == link.seq and state.last_chain != bytes(link.chain):
        alarm(Wrong.FORK, now=now, seq=link.seq)


def _pull(site: Conversation, state: State, clock: Clock) -> int:
    """Fetch messages until there are none; give how many came."""
    if _link().accepts_place:
        _settle(site, state, clock())
    total = 0
    while True:
        link = _link()
        if state.acked_seq < link.seq:
            site.ask(Verb.ACK, Ack(seq=link.seq, chain=bytes(link.chain)))
        if link.seq >= state.last_seq:
            return total
        answer: Pulled = site.ask(Verb.PULL, Pull(after=link.seq))
        rows = [row.row() for row in answer.rows]
        if not rows:
            alarm(Wrong.GAP, now=clock(), seq=link.seq + 1)
            return total
        if not _keep(rows, clock()):
            return total
        total += len(rows)
        SiteLink.objects.filter(pk=1).update(ahead=max(answer.last_seq - rows[-1].seq, 0))
        site.ask(Verb.ACK, Ack(seq=rows[-1].seq, chain=rows[-1].chain))
        state = _further(state, answer.last_seq, rows[-1].seq)


def _further(state: State, last_seq: int, acked: int) -> State:
    """Give the state as it has to be by now: more may have come while we fetched."""
    return State(
        version=state.version, last_seq=max(last_seq, acked), last_chain=state.last_chain,
        acked_seq=acked, awake=state.awake, things=state.things, now=state.now,
    )  # fmt: skip


def _settle(site: Conversation, state: State, now: datetime) -> None:
    """Take the place where the row of the site begins now: the owner has looked at it.

    What we have already and comes again is known by its uid when it is taken in.
    """
    answer: Pulled = site.ask(Verb.PULL, Pull(after=state.acked_seq, limit=1))
    if not answer.rows:
        SiteLink.objects.filter(pk=1).update(
            seq=state.last_seq, chain=state.last_chain, accepts_place=False
        )
        return
    first = answer.rows[0]
    # The chain before the first one is unknown; this one is taken as it is, and those after it
    # have to follow.
    with transaction.atomic():
        _save([first.row()], now)
        SiteLink.objects.filter(pk=1).update(seq=first.seq, chain=first.chain, accepts_place=False)


def _keep(rows: Sequence[OutboxRow], now: datetime) -> bool:
    """Save messages and how far we are, together; false when they do not follow each other."""
    with transaction.atomic():
        link = SiteLink.objects.select_for_update().get(pk=1)
        try:
            seq, chain = check_chain(rows, seq=link.seq, chain=bytes(link.chain))
        except ChainBroken as broken:
            wrong = Wrong.GAP if all(row.seq != broken.seq for row in rows) else Wrong.FORK
            alarm(wrong, now=now, seq=broken.seq)
            return False
        _save(rows, now)
        SiteLink.objects.filter(pk=1).update(seq=seq, chain=chain)
    return True


def _save(rows: Sequence[OutboxRow], now: datetime) -> None:
    """Keep messages, and note the decoys among them: those are nobody's order."""
    decoys = set(
        Decoy.objects.filter(uid__in=[row.uid for row in rows]).values_list("uid", flat=True)
    )
    Decoy.objects.filter(uid__in=decoys, returned_at=None).update(returned_at=now)
    site_id = _link().site_id
    insert_many(
        IntakeMessage(
            seq=row.seq, site_id=site_id, kind=row.kind, key_id=row.key_id, uid=row.uid,
            hour=row.hour, sealed=row.sealed, pulled_at=now,
        )
        for row in rows
        if row.uid not in decoys
    )  # fmt: skip


def _miss_decoys(now: datetime) -> None:
    """Alarm when an order of our own did not come back in time."""
    late = Decoy.objects.filter(returned_at=None, placed_at__lt=now - DECOY_BACK)
    if late.exists():
        alarm(Wrong.DECOY, now=now)
        late.update(returned_at=now)


def _send_profiles(site: Conversation) -> None:
    """Bring profiles that were sealed anew, and let accounts be forgotten."""
    rows = list(ProfileToSend.objects.select_related("account")[:PROFILES_AT_ONCE])
    forget = list(AccountToForget.objects.values_list("uid", flat=True)[:PROFILES_AT_ONCE])
    if not rows and not forget:
        return
    profiles = tuple(
        SealedProfile(
            account=row.account.uid, rev=row.rev, for_key=bytes(row.for_key),
            sealed=bytes(row.sealed),
        )
        for row in rows
    )  # fmt: skip
    site.ask(Verb.PROFILES, Profiles(profiles=profiles, forgotten=tuple(forget)))
    for row in rows:
        # One that was sealed anew meanwhile is another row, and stays for the next round.
        ProfileToSend.objects.filter(pk=row.pk).delete()
    AccountToForget.objects.filter(uid__in=forget).delete()


def _send_checkpoint(site: Conversation) -> None:
    link = _link()
    if link.checkpoint_kept or not link.checkpoint:
        return
    site.ask(Verb.WITNESS, Witness(checkpoint=link.checkpoint))
    SiteLink.objects.filter(pk=1, checkpoint=link.checkpoint).update(checkpoint_kept=True)
