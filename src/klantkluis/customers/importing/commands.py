"""Bringing customers in from a previewed file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import batched, chain

from django.db import transaction
from django.utils.translation import ngettext

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands.registering import number_and_insert
from klantkluis.customers.importing.preview import Preview, Status
from klantkluis.customers.importing.references import hold_references, remember
from klantkluis.customers.importing.sealing import PORTION, Completed, Fresh, How, Sealed
from klantkluis.customers.kept import of_kept_back
from klantkluis.customers.models import Customer, CustomerChange, DeliveryAddress
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.numbers import next_numbers
from klantkluis.foundation.sealing import RowChanged
from klantkluis.foundation.tables.expecting import Progress, silence
from klantkluis.foundation.updating import update_many


class RowsWrong(Refusal):
    """Rows have errors, and it was asked to import all or nothing."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A new customer that looks like others: perhaps to be merged, which a human decides."""

    line: int
    customer_id: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: numbers of rows, and the customers that look like others."""

    added: int = 0
    completed: int = 0
    unchanged: int = 0
    wrong: int = 0
    passed_over: int = 0
    lookalikes: tuple[Lookalike, ...] = field(default=())

    def plus(self, other: "Imported") -> "Imported":
        """Add up two parts of an import."""
        return Imported(
            self.added + other.added,
            self.completed + other.completed,
            self.unchanged + other.unchanged,
            self.wrong + other.wrong,
            self.passed_over + other.passed_over,
            self.lookalikes + other.lookalikes,
        )


class Overtaken(RowChanged):
    """Somebody else wrote what rows are about since these were sealed; nothing was written."""

    def __init__(self, lines: set[int]) -> None:
        super().__init__(*RowChanged.meanwhile().args)
        self.lines = lines


def import_customers(
    *,
    preview: Preview,
    actor: Actor,
    today: date,
    good_rows_only: bool = False,
    complete_known: bool = False,
    language: str = "nl",
    progress: Progress = silence,
) -> Imported:
    """Bring the customers of a file in; the same file again makes no doubles.

    All rows or none, in one transaction; or, with `good_rows_only`, the rows without errors, a
    batch at a time: when it breaks off, importing the file again goes on where it stopped. What
    takes time, the vault, is done before the transaction, so that others can go on writing.

    Args:
        preview: what `importing.preview.preview` made of the file.
        actor: who imports; the changes say that they came through an import.
        today: the day of registration.
        good_rows_only: leave rows with errors out instead of refusing the file.
        complete_known: fill in, for customers of an earlier import, what we did not know yet.
            What we know is never overwritten: a human may have mended it since.
        language: the language of new customers ("nl" or "en").
        progress: called with the rows done and the rows in all.

    Raises:
        RowsWrong: a row has an error and `good_rows_only` was not asked; nothing was imported.
        VaultLocked: the vault is not open to the actor.
        NotAllowed: the actor may not register customers.
    """
    wrong = preview.count(Status.WRONG)
    if wrong and not good_rows_only:
        raise _rows_wrong(wrong)
    rows = [row for row in preview.rows if row.status is Status.GOOD]
    how = How(replace(actor, channel=Channel.IMPORT), today, language, complete_known)
    said = Imported(wrong=wrong, passed_over=preview.count(Status.PASSED_OVER))
    done = 0
    for part in batched(rows, PORTION if good_rows_only else max(len(rows), 1), strict=False):
        sealed = Sealed(how)
        for count in sealed.take(part):
            done += count
            if done < len(rows):
                progress(done, len(rows))
        said = said.plus(_write(sealed))
    progress(len(rows), len(rows))
    return said


def _write(sealed: Sealed) -> Imported:
    """Write what was sealed; rows that somebody was ahead of are looked at anew."""
    while True:
        try:
            write_sealed(sealed=sealed, actor=sealed.how.actor)
        except Overtaken as overtaken:
            late = sealed.leave_out(overtaken.lines)
            for _count in sealed.take(late):
                pass
        else:
            return Imported(
                added=len(sealed.fresh),
                completed=len(sealed.completed),
                unchanged=len(sealed.known) - len(sealed.completed),
                lookalikes=tuple(_lookalikes(sealed.fresh)),
            )


def _rows_wrong(count: int) -> RowsWrong:
    said = ngettext(
        "%(count)s row has an error, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        "%(count)s rows have errors, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        count,
    )
    return RowsWrong(said % {"count": count})


@command("customer.imported", Role.SALES)
def write_sealed(*, sealed: Sealed, actor: Actor) -> None:
    """Write sealed customers in one act: new ones in bulk under the next numbers, known ones
    completed.

    Customers come before numbers and in the order of their ids, as in any act on several.

    Raises:
        Overtaken: another import knows rows by now, or a customer was changed.
    """
    remembered = hold_references(since=sealed.since)
    late = {
        each.row.line
        for each in sealed.fresh
        if remembered and not remembered.isdisjoint(each.digests)
    }
    late |= _changed_meanwhile(sealed.completed)
    if late:
        raise Overtaken(late)
    _complete(sealed.completed, actor)
    fresh = sealed.fresh
    if fresh:
        number_and_insert([(each.customer, each.names) for each in fresh], actor)
    _insert_addresses([*fresh, *sealed.completed])
    remember(chain(((each.customer.pk, each.digests) for each in fresh), sealed.known))
    uids = [each.customer.uid for each in fresh]
    uids += [each.customer.uid for each in sealed.completed if each.names]

    def tell() -> None:
        for part in batched(uids, PORTION, strict=False):
            actor.vault.index(part)

    transaction.on_commit(tell)


def _changed_meanwhile(completed: Sequence[Completed]) -> set[int]:
    """Lock customers; give the lines about those that were changed since they were compared."""
    lines: set[int] = set()
    ordered = sorted(completed, key=lambda each: each.customer.pk)
    for part in batched(ordered, PORTION, strict=False):
        ids = [each.customer.pk for each in part]
        revs = dict(
            Customer.objects.select_for_update(no_key=True)
            .filter(pk__in=ids, state=Customer.State.ACTIVE)
            .order_by("pk")
            .values_list("pk", "rev")
        )
        newer = DeliveryAddress.objects.filter(
            customer__in=ids, pk__gt=min(each.newest_address for each in part)
        )
        addressed = set(newer.values_list("customer", flat=True))
        for each in part:
            pk, rev = each.customer.pk, each.customer.rev - bool(each.names)
            if revs.get(pk) != rev or pk in addressed:
                lines |= {row.line for row in each.rows}
    return lines


def _complete(completed: Sequence[Completed], actor: Actor) -> None:
    changed = [each for each in completed if each.names]
    if not changed:
        return
    numbers = next_numbers("customer change", len(changed))
    for each, number in zip(changed, numbers, strict=True):
        each.customer.change_seq = number
    update_many([each.customer for each in changed], "rev", "schema", "sealed", "change_seq")
    for part in batched(changed, PORTION, strict=False):
        insert_many(
            CustomerChange(
                customer=each.customer,
                rev=each.customer.rev,
                staff_id=actor.staff_id,
                channel=actor.channel,
                fields=list(each.names),
            )
            for each in part
        )


def _insert_addresses(owners: Sequence[Fresh | Completed]) -> None:
    rows = chain.from_iterable(each.addresses for each in owners)
    for part in batched(rows, PORTION, strict=False):
        for row in part:
            row.customer_id = row.customer.pk  # it had none yet when the address was sealed
        insert_many(part)


def _lookalikes(fresh: Sequence[Fresh]) -> Iterator[Lookalike]:
    """Give who looks like whom, but for those of whom the law alone keeps something."""
    uids = list({uid for each in fresh for uid in each.others})
    free = Customer.objects.exclude(of_kept_back(""))
    numbers = {
        uid: number
        for part in batched(uids, PORTION, strict=False)
        for uid, number in free.filter(uid__in=part).values_list("uid", "number")
    }
    for each in fresh:
        others = tuple(numbers[uid] for uid in each.others if uid in numbers)
        if others:
            yield Lookalike(each.row.line, each.customer.pk, others)
