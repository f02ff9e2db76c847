"""Everything that is stored, gathered from what the rooms declare: the inventory.

A column or a sealed field that no room declares fails the tests, so this list is complete.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps

from klantkluis.core.declared import PersonalField, PlainColumns
from klantkluis.core.retention import RULES

PACKAGE = "klantkluis."


@dataclass(frozen=True, slots=True)
class Declared:
    """What one room says that it stores."""

    room: str
    personal: tuple[PersonalField, ...]
    plain: tuple[PlainColumns, ...]


def declared() -> tuple[Declared, ...]:
    """Give the declarations of every room that is installed.

    Raises:
        ModuleNotFoundError: a room declares nothing.
    """
    rooms = [app for app in apps.get_app_configs() if app.name.startswith(PACKAGE)]
    modules = [(app.label, import_module(f"{app.name}.personal_data")) for app in rooms]
    return tuple(
        Declared(label, tuple(module.PERSONAL_FIELDS), tuple(module.PLAIN_COLUMNS))
        for label, module in modules
    )


def declared_by_the_site() -> Declared:
    """Give the declarations of the site: a list that knows nothing of how the site works."""
    module = import_module(f"{PACKAGE}site.personal_data")
    return Declared("site", tuple(module.PERSONAL_FIELDS), tuple(module.PLAIN_COLUMNS))


def as_markdown(rooms: Iterable[Declared]) -> str:
    """Write the inventory as a page of the documentation."""
    return "\n".join(_page(tuple(rooms))) + "\n"


def _page(rooms: tuple[Declared, ...]) -> Iterator[str]:
    yield "# What is stored"
    yield ""
    yield "Made by `make inventory` from the `personal_data.py` of each room; do not edit."
    yield "A field `table.name` in small letters lies sealed in a row of that table; a field"
    yield "`Model.column` is a column that says something of a person without naming anybody."
    for each in rooms:
        yield ""
        yield f"## {each.room}"
        if each.personal:
            yield ""
            yield "| field | category | purpose | legal basis | kept |"
            yield "| --- | --- | --- | --- | --- |"
        for one in each.personal:
            what = " | ".join(
                (one.category, one.purpose, one.basis.value, RULES[one.term].sentence)
            )
            yield f"| `{one.field}` | {what} |"
        if each.plain:
            yield ""
            yield "| in clear | columns | because |"
            yield "| --- | --- | --- |"
        for columns in each.plain:
            names = ", ".join(f"`{name}`" for name in columns.columns)
            yield f"| {columns.model} | {names} | {columns.reason} |"
