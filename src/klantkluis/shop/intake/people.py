"""Whose letter it is: a customer whom we know for certain, or a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from klantkluis.core.names import fold
from klantkluis.core.roles import Channel
from klantkluis.customers.commands.registering import NewCustomer, register_rows
from klantkluis.customers.recognising import (
    Identity,
    Known,
    address_of,
    identity_of,
    known_by_id,
    known_customers,
    name_of,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert_many
from klantkluis.shop.days import day_of
from klantkluis.shop.intake.reading import ADDRESS, Around
from klantkluis.shop.models import LookalikeFound, ProposedChange, SiteAccount
from klantkluis.shop.rules import WITHOUT
from klantkluis.shop.stored import PROPOSED_CHANGE

PROPOSED: Final = (
    "company", "first_name", "surname_prefix", "surname", *ADDRESS, "email", "phone",
    "vat_number", "coc_number",
)  # fmt: skip
PLACE: Final = ("street", "house_number", "postcode", "town")
BESIDE: Final = ("house_number_addition", "address_line_2", "region")
"""What belonged to the old address only, when somebody moved."""
EMPTIED: Final = ("company", "first_name", "house_number_addition", "address_line_2")
"""What the form of an account shows and lets be empty."""
TELLING: Final = ("email", "phone", "postcode", "vat_number")
MOST_ALIKE: Final = 3
"""So many look-alikes of one customer are shown to a person, the surest first."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: what they say of themselves, in which language, and through which account.

    `whole`: they saw all that we show of them, so what they left empty is to be empty.
    """

    fields: Mapping[str, str] = field(repr=False)
    language: str
    account: UUID | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """The customer of a letter."""

    customer_id: int
    customer_uid: UUID


@dataclass(slots=True)
class _Search:
    """What was found about a batch of writers so far."""

    found: dict[int, Known] = field(default_factory=dict)
    alike: dict[int, list[Known]] = field(default_factory=dict)
    same_as: dict[int, int] = field(default_factory=dict)


def customers_for(writers: Sequence[Writer], around: Around) -> list[Whose]:
    """Give the customer of each writer, registering those whom we do not know for certain.

    Certain is an account, or the same e-mail address, surname (or company) and postcode. Who looks
    like somebody becomes a customer of their own, and a person decides. What somebody whom we know
    says of themselves and we have otherwise is proposed as a change.
    """
    actor = replace(around.actor, channel=Channel.SITE)
    search = _recognise(writers, actor)
    new = [
        place
        for place in range(len(writers))
        if place not in search.found and place not in search.same_as
    ]
    rows = register_rows(
        [NewCustomer(writers[place].fields, writers[place].language) for place in new],
        actor,
        day_of(around.now),
    ) if new else []  # fmt: skip
    made = {
        place: Whose(row.customer.pk, row.customer.uid)
        for place, row in zip(new, rows, strict=True)
    }
    _doubt(search, made, writers, around)
    _propose_all(search, writers, around)
    known = {place: Whose(each.id, each.uid) for place, each in search.found.items()}
    every = known | made
    return [every[search.same_as.get(place, place)] for place in range(len(writers))]


def customer_of(writer: Writer, actor: Actor) -> Known | None:
    """Give the customer whom we know for certain, or None; nothing is registered."""
    if writer.account is not None and (known := _by_account([writer], actor)):
        return known[0]
    if not address_of(writer.fields) or not name_of(writer.fields):
        return None
    (uids,) = actor.vault.lookalikes([{"email": writer.fields["email"]}])
    for known_one in known_customers(actor.vault, uids).values():
        same = (address_of(known_one.fields), name_of(known_one.fields))
        if same == (address_of(writer.fields), name_of(writer.fields)):
            return known_one
    return None


def _recognise(writers: Sequence[Writer], actor: Actor) -> _Search:
    search = _Search(found=_by_account(writers, actor))
    asked = [place for place in range(len(writers)) if place not in search.found]
    alike = actor.vault.lookalikes([writers[place].fields for place in asked]) if asked else []
    every = {uid for uids in alike for uid in uids}
    opened = known_customers(actor.vault, every) if every else {}
    first: dict[Identity, int] = {}
    for place, uids in zip(asked, alike, strict=True):
        identity = identity_of(writers[place].fields)
        candidates = [opened[uid] for uid in uids if uid in opened]
        certain = [each for each in candidates if identity and identity_of(each.fields) == identity]
        if certain:
            search.found[place] = certain[0]
        elif identity and identity in first:
            search.same_as[place] = first[identity]
        else:
            said = writers[place].fields
            likely = [each for each in candidates if _shares_something(each.fields, said)]
            search.alike[place] = likely[:MOST_ALIKE]
            if identity:
                first[identity] = place
    return search


def _shares_something(have: Mapping[str, Any], said: Mapping[str, str]) -> bool:
    """Tell whether two look alike by more than their name: a name in a town has many."""
    return any(
        said.get(name) and _plain(said[name]) == _plain(str(have.get(name) or ""))
        for name in TELLING
    )


def _by_account(writers: Sequence[Writer], actor: Actor) -> dict[int, Known]:
    """Give those whom we know by their account."""
    uids = {writer.account for writer in writers if writer.account is not None}
    if not uids:
        return {}
    ids = dict(SiteAccount.objects.filter(uid__in=uids).values_list("uid", "customer_id"))
    known = known_by_id(actor.vault, set(ids.values())) if ids else {}
    return {
        place: known[ids[writer.account]]
        for place, writer in enumerate(writers)
        if writer.account in ids and ids[writer.account] in known
    }


def _doubt(
    search: _Search, made: Mapping[int, Whose], writers: Sequence[Writer], around: Around
) -> None:
    """Keep for a person whom new customers look like, also among those of this very batch."""
    pairs: list[tuple[int, int]] = []
    by_address: dict[str, int] = {}
    for place, whose in made.items():
        pairs += [(whose.customer_id, other.id) for other in search.alike.get(place, ())]
        email = address_of(writers[place].fields)
        if email and email in by_address:
            pairs.append((whose.customer_id, by_address[email]))
        elif email:
            by_address[email] = whose.customer_id
    insert_many(
        LookalikeFound(customer_id=one, other_id=other, found_at=around.now)
        for one, other in dict.fromkeys(pairs)
    )


def _propose_all(search: _Search, writers: Sequence[Writer], around: Around) -> None:
    last: dict[int, tuple[Known, Writer]] = {}
    for place, known in search.found.items():
        last[known.id] = (known, writers[place])
    propose([(known, writer) for known, writer in last.values()], around)


def propose(pairs: Sequence[tuple[Known, Writer]], around: Around) -> int:
    """Keep what customers say of themselves that we have otherwise; give how many propose
    something. A newer proposal takes the place of an older one."""
    news = [
        (known, writer.account, changes)
        for known, writer in pairs
        if (changes := differences(known.fields, writer.fields, whole=writer.whole))
    ]
    if not news:
        return 0
    ids = [known.id for known, _account, _changes in news]
    ProposedChange.objects.filter(customer__in=ids, ended_at=None).update(
        outcome=ProposedChange.Outcome.REPLACED, ended_at=around.now
    )
    rows = [
        (
            ProposedChange(customer_id=known.id, account=account, proposed_at=around.now),
            known,
            changes,
        )
        for known, account, changes in news
    ]
    results = around.actor.vault.seal(
        [PROPOSED_CHANGE.plain_under(row, known.uid, changes) for row, known, changes in rows]
    )
    for (row, _known, _changes), result in zip(rows, results, strict=True):
        row.sealed = result.sealed
    insert_many([row for row, _known, _changes in rows])
    return len(rows)


def differences(
    have: Mapping[str, Any], said: Mapping[str, str], *, whole: bool = False
) -> dict[str, Any]:
    """Give what was said and is not what we have; how it is written makes no difference.

    What is to be empty from now on stands by its name under `WITHOUT`.
    """
    found: dict[str, Any] = {
        name: said[name]
        for name in PROPOSED
        if said.get(name) and _plain(said[name]) != _plain(str(have.get(name) or ""))
    }
    moved = not found.keys().isdisjoint(PLACE) and said.keys() >= set(PLACE)
    left = [*(EMPTIED if whole else ()), *(BESIDE if moved else ())]
    without = [name for name in dict.fromkeys(left) if have.get(name) and not said.get(name)]
    return found | ({WITHOUT: without} if without else {})


def _plain(text: str) -> str:
    return fold(text).replace(" ", "")
