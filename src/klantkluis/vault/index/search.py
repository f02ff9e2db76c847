"""Questions to the index: one page of cards, and look-alikes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from klantkluis.core.names import fold
from klantkluis.vault.index import terms
from klantkluis.vault.index.memory import GRAM_SQL, MemoryIndex
from klantkluis.vault.index.signs import MOST_LOOKALIKES, signs
from klantkluis.vault.refusals import ProtocolError
from klantkluis.vault.rows import Card, SearchPage

MOST_CARDS = 200
_SORTS = {"name": "d.id", "town": "d.c", "number": "coalesce(d.number, 0)"}
_FILTERS = {"country": "d.country", "kind": "d.kind", "town": "d.c"}
_CARD = "d.id, d.uid, d.name, d.town, d.country, d.kind, d.number"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; see `VaultSession.search`."""

    typed: str
    among: Collection[UUID] | None = None
    sort: str = "name"
    after: str = ""
    limit: int = 50
    filters: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Query:
    """The parts of an SQL query."""

    source: str
    conditions: list[str]
    values: list[Any]

    def where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def search(index: MemoryIndex, question: Question, totals: dict[Any, int]) -> SearchPage:
    """Give one page; `totals` remembers totals until the index changes.

    Words are found by their beginning. If nothing begins so, names and towns that contain it are
    given instead (in vaults of up to 200,000 subjects).

    Raises:
        ProtocolError: an unknown sort order or filter.
    """
    asked = terms.question_terms(question.typed)
    if question.typed.strip() and not asked:
        return SearchPage((), "", 0, index.is_ready)
    if not index.is_ready:
        return _scan(index, question, asked)
    query = _filtered(_matching(asked), question)
    total = _total(index, query, totals)
    if total == 0 and asked and index.has_trigrams and all(len(one[0]) > 2 for one in asked):
        query = _filtered(_containing(asked), question)
        total = _total(index, query, totals)
    return _page(index, query, question, total)


def _matching(asked: Sequence[tuple[str, ...]]) -> _Query:
    if not asked:
        return _Query("d", [], [])
    return _Query(
        "f CROSS JOIN d ON d.id = f.rowid", ["f MATCH ?"], [terms.match_text(list(asked))]
    )


def _containing(asked: Sequence[tuple[str, ...]]) -> _Query:
    words = [spellings[0] for spellings in asked]
    grams = [gram for word in words for gram in terms.trigrams(word)]
    conditions = ["g MATCH ?"] + [f"instr({GRAM_SQL}, ?)"] * len(words)
    return _Query("g CROSS JOIN d ON d.id = g.rowid", conditions, [terms.exact_text(grams), *words])


def _filtered(query: _Query, question: Question) -> _Query:
    for name, value in (question.filters or {}).items():
        if name not in _FILTERS:
            raise ProtocolError("unknown filter")
        query.conditions.append(f"{_FILTERS[name]} = ?")
        query.values.append(fold(value) if name == "town" else value)
    if question.among is not None:
        marks = ", ".join(f"x'{uid.hex}'" for uid in question.among)
        query.conditions.append(f"d.uid IN ({marks})")
    return query


def _total(index: MemoryIndex, query: _Query, totals: dict[Any, int]) -> int:
    key = (query.source, tuple(query.conditions), tuple(query.values))
    if key not in totals:
        if len(query.conditions) == 1 and not query.source.startswith("d"):
            table = query.source[0]
            counting = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608
        else:
            counting = f"SELECT count(*) FROM {query.source}{query.where()}"  # noqa: S608
        (count,) = index.db.execute(counting, query.values).fetchone()
        if len(totals) > 500:
            totals.clear()
        totals[key] = int(count)
    return totals[key]


def _page(index: MemoryIndex, query: _Query, question: Question, total: int) -> SearchPage:
    downward, name = question.sort.startswith("-"), question.sort.removeprefix("-")
    if name not in _SORTS:
        raise ProtocolError("unknown sort order")
    by, order, compare = _SORTS[name], "DESC" if downward else "ASC", "<" if downward else ">"
    place = "f.rowid" if query.source.startswith("f") else "d.id"
    limit = max(1, min(question.limit, MOST_CARDS))
    conditions, values = list(query.conditions), list(query.values)
    if question.after:
        at, value = _cursor(index, question.after, by)
        if name == "name":
            conditions.append(f"{place} {compare} ?")
            values.append(at)
        else:
            conditions.append(f"({by}, d.id) {compare} (?, ?)")
            values += [value, at]
    keys = f"{place} {order}" if name == "name" else f"{by} {order}, d.id {order}"
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = index.db.execute(
        f"SELECT {_CARD} FROM {query.source}{where} ORDER BY {keys} LIMIT ?",  # noqa: S608
        (*values, limit + 1),
    ).fetchall()
    following = f"{rows[limit - 1][1].hex()}.{rows[limit - 1][0]}" if len(rows) > limit else ""
    return SearchPage(tuple(_card(row[1:]) for row in rows[:limit]), following, total)


def _cursor(index: MemoryIndex, after: str, by: str) -> tuple[int, Any]:
    """Give place and sort value of the last card of the page before.

    It is looked up by uid, for places may change; if it is gone, its old place must do.
    """
    uid, _, place = after.partition(".")
    try:
        values: tuple[Any, ...] = (bytes.fromhex(uid), int(place))
    except ValueError as error:
        raise ProtocolError("no cursor") from error
    row = index.db.execute(f"SELECT id, {by} FROM d WHERE uid = ?", values[:1]).fetchone()  # noqa: S608
    if row is None:
        query = f"SELECT ?1, {by} FROM d WHERE id <= ?1 ORDER BY id DESC LIMIT 1"  # noqa: S608
        row = index.db.execute(query, values[1:]).fetchone() or (values[1], "")
    return row[0], row[1]


def _card(row: Sequence[Any]) -> Card:
    return Card(UUID(bytes=row[0]), *row[1:])


def _scan(index: MemoryIndex, question: Question, asked: Sequence[tuple[str, ...]]) -> SearchPage:
    """Look through what is already read, word by word; pages are counted, not keyed."""
    staged = index.db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'staged'").fetchone()
    query = _filtered(_Query("staged AS d" if staged else "d", [], []), question)
    for spellings in asked:
        query.conditions.append(f"({' OR '.join(['instr(d.x, ?)'] * len(spellings))})")
        query.values += [f" {word}" for word in spellings]
    start = int(question.after) if question.after.isdecimal() else 0
    limit = max(1, min(question.limit, MOST_CARDS))
    found = f"FROM {query.source}{query.where()}"
    rows = index.db.execute(
        f"SELECT d.uid, d.name, d.town, d.country, d.kind, d.number {found}"
        " ORDER BY d.sort LIMIT ? OFFSET ?",
        (*query.values, limit, start),
    ).fetchall()
    (total,) = index.db.execute(f"SELECT count(*) {found}", query.values).fetchone()
    following = str(start + limit) if start + limit < total else ""
    return SearchPage(tuple(_card(row) for row in rows), following, total, complete=False)


def lookalikes(
    index: MemoryIndex, fields: Mapping[str, Any], exclude: UUID | None = None
) -> tuple[Card, ...]:
    """Give subjects with the same e-mail address, phone or VAT number, or the same name at the
    same house or in the same town; the surest first."""
    if not index.is_ready:
        return ()
    hidden = exclude.bytes if exclude else b""
    found: dict[bytes, Card] = {}
    for words, sort in signs(fields):
        for row in _alike(index, words, sort):
            if row[0] != hidden and len(found) < MOST_LOOKALIKES:
                found.setdefault(row[0], _card(row))
    return tuple(found.values())


def _alike(index: MemoryIndex, words: tuple[str, ...], sort: str | None) -> list[tuple[Any, ...]]:
    """Find by whole words; with a sort key by that key, which fewer have than any of its words."""
    if sort is not None:
        source, conditions, values = "d", ["d.sort = ?"], [sort]
        conditions += ["instr(d.x, ?)"] * len(words)
        values += [f" {word} " for word in words]
    else:
        rarest = sorted(words, key=len)[-2:]  # not the "com" that everybody's address ends with
        source, values = "f CROSS JOIN d ON d.id = f.rowid", [terms.exact_text(rarest)]
        conditions = ["f MATCH ?"]
        if len(words) > 1:
            conditions.append("instr(d.x, ?)")
            values.append(f" {' '.join(words)} ")
    return index.db.execute(
        "SELECT d.uid, d.name, d.town, d.country, d.kind, d.number"  # noqa: S608
        f" FROM {source} WHERE {' AND '.join(conditions)} LIMIT 21",
        values,
    ).fetchall()
