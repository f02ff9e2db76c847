"""Rules that the database itself keeps: rows that never change, books that always balance."""

from collections.abc import Iterable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Trigger(Operation):
    """Refuse a change to a row when a condition holds, on SQLite and on PostgreSQL.

    `event` is INSERT, UPDATE or DELETE; `when` is a condition in SQL over OLD and NEW that both
    databases understand, and may ask other tables.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, table: str, event: str, when: str, message: str) -> None:
        self.name = name
        self.table = table
        self.event = event
        self.when = when
        self.message = message

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in what Django knows of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the trigger."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
                f" FOR EACH ROW WHEN {self.when}"
                f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
                None,
            )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {self.when} THEN RAISE EXCEPTION '{self.message}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END $$",
            None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            None,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the trigger."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {self.name}", None)
        else:
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}", None)
            schema_editor.execute(f"DROP FUNCTION {self.name}()", None)

    def describe(self) -> str:
        """Say what the trigger guards."""
        return f"Guard {self.table} against {self.event}: {self.message}"


class Lifted(Trigger):
    """Take a trigger away, where the table that it guards or asks has to be made anew.

    SQLite makes a table anew to change a column, and forgets its triggers; what asks it from
    another table cannot be there meanwhile. The same migration makes each trigger again.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the trigger."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the trigger."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what is not guarded for a while."""
        return f"Stop guarding {self.table} against {self.event} until it is made anew"

    @classmethod
    def of(cls, triggers: Iterable[Trigger]) -> list["Lifted"]:
        """Take these triggers away."""
        return [
            cls(each.name, each.table, each.event, each.when, each.message) for each in triggers
        ]


def kept_for_seven_years(table: str, moment: str) -> Trigger:
    """Make the trigger that lets a row go when its term is over, and no day before.

    The term of the books (AWR art. 52(4)) counts from the end of the year of its moment: what is
    of year Y may go in year Y + 8. Both databases write a moment with its year first.
    """
    return Trigger(
        f"{table}_is_kept_for_its_term",
        table,
        "DELETE",
        is_younger_than(8, f"OLD.{moment}"),
        f"{table} is kept for seven years",
    )


def is_younger_than(years: int, moment: str) -> str:
    """Give the condition that the year of a moment is fewer than so many years ago."""
    this_year = "CAST(SUBSTR(CAST(CURRENT_DATE AS TEXT), 1, 4) AS INTEGER)"
    its_year = f"CAST(SUBSTR(CAST({moment} AS TEXT), 1, 4) AS INTEGER)"
    return f"{this_year} - {its_year} < {years}"


def append_only(table: str) -> list[Trigger]:
    """Make the triggers that let rows come in and never change or go."""
    return [
        Trigger(f"{table}_is_never_changed", table, "UPDATE", "TRUE", f"{table} is append only"),
        Trigger(f"{table}_is_never_removed", table, "DELETE", "TRUE", f"{table} is append only"),
    ]


def while_lifted(triggers: Sequence[Trigger], *changes: Operation) -> list[Operation]:
    """Change a table, with its triggers away in the meantime."""
    return [*Lifted.of(triggers), *changes, *triggers]


def only_emptied(*columns: str) -> str:
    """Say in SQL that a change empties the seal of a row and leaves these columns as they are.

    Texts are compared, so that an empty column is like any other; both databases understand it.
    """
    same = " AND ".join(
        f"COALESCE(CAST(OLD.{name} AS TEXT), '') = COALESCE(CAST(NEW.{name} AS TEXT), '')"
        for name in columns
    )
    return f"(LENGTH(NEW.sealed) = 0 AND {same})"


def kept_for_its_class(table: str, cls: str = "OLD.cls") -> Trigger:
    """Make the trigger that lets a document of the books go when its term is over, no day before.

    Its class says which term and which book year: `F7-2026` may go in 2034 (AWR art. 52(4)),
    `F10-2026` in 2037 (Directive 2006/112/EC art. 369k(2)).
    """
    this_year = "CAST(SUBSTR(CAST(CURRENT_DATE AS TEXT), 1, 4) AS INTEGER)"
    # In brackets: PostgreSQL would take a bare THEN for that of its own IF.
    years = f"(CASE WHEN SUBSTR({cls}, 1, 4) = 'F10-' THEN 11 ELSE 8 END)"
    its_year = f"CAST(SUBSTR({cls}, LENGTH({cls}) - 3, 4) AS INTEGER)"
    return Trigger(
        f"{table}_is_kept_for_its_term",
        table,
        "DELETE",
        f"{this_year} - {its_year} < {years}",
        f"{table} is kept for its term",
    )
