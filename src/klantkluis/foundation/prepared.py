"""Compile once, ask many times: questions and changes whose SQL Django works out only once.

Django builds the SQL of a queryset anew each time it is asked; for a question by primary key
that takes twenty times as long as the answer. Here a question is written as any queryset, in a
function of its arguments, and its SQL is kept per connection. See docs/decisions.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import DeleteQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

from klantkluis.foundation.executing import execute

# Two values of each kind of argument. Where the parameters of the SQL differ between the two,
# there the argument goes.
_SAMPLES: Final[dict[type, tuple[models.Field[Any, Any], Any, Any]]] = {
    bool: (models.BooleanField(), False, True),
    int: (models.BigIntegerField(), 29_501, 29_502),
    str: (models.CharField(), "sample a", "sample b"),
    UUID: (models.UUIDField(), UUID(int=29_501), UUID(int=29_502)),
    date: (models.DateField(), date(1901, 2, 3), date(1902, 3, 4)),
    bytes: (models.BinaryField(), b"sample a", b"sample b"),
}
_WIDEST: Final = 1 << 63


@dataclass(slots=True)
class _Sql:
    """SQL with the places of its parameters: which argument goes where."""

    text: str
    params: list[Any]
    places: tuple[tuple[int, int, models.Field[Any, Any]], ...]
    compiler: Any
    locks: bool
    source: Any = None

    def bind(self, connection: BaseDatabaseWrapper, arguments: Sequence[Any]) -> list[Any]:
        """Fill in the arguments, in the form in which this database takes them."""
        params = self.params.copy()
        for position, index, field in self.places:
            params[position] = field.get_db_prep_value(arguments[index], connection, prepared=True)
        return params


class _Statement(ABC):
    """What questions and changes have in common: arguments of declared kinds, SQL that is kept."""

    def __init__(self, build: Callable[..., Any], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds

    @abstractmethod
    def _compiler(self, built: Any) -> Any:
        """Give Django's compiler for what `build` made."""

    def _sql(self, connection: BaseDatabaseWrapper) -> _Sql:
        """Give the SQL for a connection, which keeps it and takes it along when it goes."""
        kept = vars(connection).setdefault("_prepared_statements", {})
        found: _Sql | None = kept.get(self)
        if found is None:
            found = kept[self] = self._compile(connection)
        if found.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked inside the act that changes them")
        return found

    def _compile(self, connection: BaseDatabaseWrapper) -> _Sql:
        samples = [_SAMPLES[kind] for kind in self._kinds]
        first = [sample for _field, sample, _other in samples]
        built = self._build(*first)
        compiler = self._compiler(built)
        text, params = compiler.as_sql()
        plain = [_plain(each) for each in params]
        places = []
        for index, (field, sample, other) in enumerate(samples):
            varied = [*first[:index], other, *first[index + 1 :]]
            text_again, params_again = self._compiler(self._build(*varied)).as_sql()
            pairs = zip(plain, map(_plain, params_again), strict=True)
            moved = [at for at, (one, again) in enumerate(pairs) if one != again]
            expected = _plain(field.get_db_prep_value(sample, connection))
            if text_again != text or not moved or any(plain[at] != expected for at in moved):
                raise TypeError(f"argument {index} does not reach the SQL as it is: {text}")
            places += [(at, index, field) for at in moved]
        locks = bool(compiler.query.select_for_update)
        return _Sql(text, list(params), tuple(places), compiler, locks, built)

    def _fits(self, arguments: Sequence[Any]) -> bool:
        """Tell whether the database could hold these numbers; an id from outside may be any."""
        assert len(arguments) == len(self._kinds)
        return all(
            -_WIDEST <= each < _WIDEST
            for each, kind in zip(arguments, self._kinds, strict=True)
            if kind is int
        )


def _plain(param: Any) -> Any:
    """Give a parameter so that it can be compared: each driver wraps bytes in its own way."""
    return getattr(param, "obj", param)


class Prepared[Row](_Statement):
    """A question whose SQL is compiled once per connection.

    `build` gives a queryset for arguments of the `kinds`; these must reach the SQL as they are
    (equal to a column, greater, in a slice no), and None is no argument. Whatever a queryset can
    do otherwise works: select_related, annotate, values_list, locks. `build` runs a few times on
    each connection with made-up arguments and never again, so it may depend on nothing else.

    Raises:
        TypeError: an argument does not reach the SQL, or is changed on the way.
        TransactionManagementError: rows are to be locked outside a transaction.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]], *kinds: type) -> None:
        super().__init__(build, *kinds)

    def all(self, *arguments: Any) -> list[Row]:
        """Give all rows of the answer."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql = self._sql(connection)
        if not self._fits(arguments):
            return []
        # Django's own iterable makes the rows; it asks the compiler to ask, and gets our answer.
        found = execute(connection, sql.text, sql.bind(connection, arguments)).rows
        sql.compiler.execute_sql = lambda *_args, **_kwargs: (found,)
        return list(sql.source._iterable_class(sql.source))

    def first(self, *arguments: Any) -> Row | None:
        """Give the first row of the answer, or None. The question says in which order."""
        rows = self.all(*arguments)
        return rows[0] if rows else None

    def _compiler(self, built: Any) -> Any:
        return built.query.get_compiler(using=DEFAULT_DB_ALIAS)

    def _compile(self, connection: BaseDatabaseWrapper) -> _Sql:
        sql = super()._compile(connection)
        compiler, query = sql.compiler, sql.source.query
        assert not compiler.has_extra_select, "the answer has the columns that were asked for"
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        compiler.get_converters = lambda _columns: converters
        query.get_compiler = lambda *_args, **_kwargs: compiler
        return sql


class _Change(_Statement):
    def run(self, *arguments: Any) -> int:
        """Make the change, and give how many rows it touched."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql = self._sql(connection)
        if not self._fits(arguments):
            return 0
        return execute(connection, sql.text, sql.bind(connection, arguments)).touched


class PreparedUpdate(_Change):
    """A change whose SQL is compiled once: `build` gives a queryset and the values to set."""

    def _compiler(self, built: Any) -> Any:
        rows, values = built
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return query.get_compiler(using=DEFAULT_DB_ALIAS)


class PreparedDelete(_Change):
    """A removal whose SQL is compiled once: `build` gives the rows.

    Nothing else goes with them: the database refuses if another row points to one.
    """

    def _compiler(self, built: Any) -> Any:
        query = built.query.chain(DeleteQuery)
        return query.get_compiler(using=DEFAULT_DB_ALIAS)
