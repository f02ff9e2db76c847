"""Rows belong to one room; what links them to another room is a name."""

from django.apps import apps
from django.db import models

from architecture.source import ROOMS, trees


def foreign_keys() -> list[models.ForeignKey]:
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in {*ROOMS, "foundation"}
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    ]


def test_no_row_of_a_room_can_be_walked_back_to_from_another():
    assert [str(field) for field in foreign_keys() if not field.remote_field.hidden] == []


def test_a_link_never_takes_rows_of_another_room_along():
    """CASCADE is for rows that are part of a whole, in one room."""
    found = [
        str(field)
        for field in foreign_keys()
        if field.remote_field.on_delete is not models.PROTECT
        and field.related_model._meta.app_label != field.model._meta.app_label
    ]
    assert found == []


def test_no_model_shows_anything_personal_of_itself():
    """`__str__` stands in logs and error pages, so it is made of numbers of rows only."""
    for model in apps.get_models():
        if model._meta.app_label in {*ROOMS, "foundation", "office"}:
            assert "__str__" in vars(model), model


def test_each_room_has_the_files_of_a_room():
    there = set(trees())
    for room in ROOMS:
        for name in ("rules", "models", "queries", "invariants", "personal_data"):
            assert any(
                path.parts[-2:] == (room, f"{name}.py") or path.parts[-3:-1] == (room, name)
                for path in there
            ), (room, name)
