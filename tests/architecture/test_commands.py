"""A command is one act: checked, in one transaction, with one audit event."""

import ast
import importlib
import inspect
from collections import Counter

import pytest

from architecture.source import ROOMS, commands, where

FOUND = list(commands())


def test_there_are_commands_to_judge():
    assert len(FOUND) > 20


def test_a_command_takes_keyword_arguments_only_and_knows_who_acts():
    wrong = [
        where(path, function)
        for path, function, _name in FOUND
        if function.args.args or function.args.posonlyargs or function.args.vararg
        or not any(
            each.arg == "actor" and each.annotation and ast.unparse(each.annotation) == "Actor"
            for each in function.args.kwonlyargs
        )
    ]  # fmt: skip
    assert wrong == []


def test_each_act_has_a_name_of_its_own():
    counted = Counter(name for _path, _function, name in FOUND)
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_name_of_an_act_says_what_happened_to_what():
    assert [
        name
        for _path, _function, name in FOUND
        if name.count(".") != 1 or not name.replace(".", "").replace("_", "").isalpha()
    ] == []


def test_no_command_calls_another():
    """Two acts in one would be two audit events; only an import does the acts of a clerk."""
    verbs = {function.name for _path, function, _name in FOUND}
    nested = [
        f"{where(path, call)} {ast.unparse(call.func)}"
        for path, function, _name in FOUND
        for call in ast.walk(function)
        if "importing" not in path.parts
        and isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in verbs
    ]
    assert nested == []


def test_a_command_says_what_it_promises_and_how_it_refuses():
    mute = []
    for path, function, _name in FOUND:
        says = ast.get_docstring(function) or ""
        raises = {
            ast.unparse(node.exc.func)
            for node in ast.walk(function)
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        }
        missing = [name for name in raises if name.isidentifier() and name not in says]
        if not says or missing:
            mute.append((where(path, function), missing))
    assert mute == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_verb_that_a_room_offers_is_a_command(room: str):
    module = importlib.import_module(f"klantkluis.{room}.commands") if room != "ledger" else None
    if module is None:
        return
    offered = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
        and not name.startswith("_")
    ]  # fmt: skip
    verbs = [getattr(module, name) for name in offered]
    assert [
        verb.__name__
        for verb in verbs
        if inspect.isfunction(verb) and not hasattr(verb, "command_name")
    ] == []
