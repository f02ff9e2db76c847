"""Checking JSON against a schema: the part of JSON Schema 2020-12 that our schemas use."""

from datetime import date, datetime
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip
_KNOWN = {
    "$schema", "title", "description", "type", "properties", "required", "additionalProperties",
    "items", "enum", "const", "format",
}  # fmt: skip


def problems(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Give a sentence for each place where a value does not follow a schema."""
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    found: list[str] = []
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, each) for each in types):
        return [f"{at} is no {types}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{at} is not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} is none of {schema['enum']}")
    if isinstance(value, str) and not _has_format(value, schema.get("format", "")):
        found.append(f"{at} is no {schema['format']}")
    if isinstance(value, dict):
        found += _of_object(value, schema, at)
    if isinstance(value, list):
        for place, each in enumerate(value):
            found += problems(each, schema.get("items", {}), f"{at}[{place}]")
    return found


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def _has_format(text: str, name: str) -> bool:
    try:
        if name == "date":
            date.fromisoformat(text)
        elif name == "date-time":
            return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
    return True


def _of_object(value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    found = [f"{at} lacks {name}" for name in schema.get("required", ()) if name not in value]
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, each in value.items():
        if name in known:
            found += problems(each, known[name], f"{at}.{name}")
        elif others is False:
            found.append(f"{at} has {name} too many")
        elif isinstance(others, dict):
            found += problems(each, others, f"{at}.{name}")
    return found
