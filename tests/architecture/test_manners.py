"""The manners of the house that a machine can see."""

import ast
import re
from pathlib import Path

from architecture.source import PACKAGE, functions, imports, trees, where


def names_called(tree: ast.AST) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


FRONTS = {"office", "site"}
"""Only here is HTTP spoken, and is the clock asked."""


def is_front(path: Path) -> bool:
    return path.parts[-2:] == ("site", "__main__.py") or not {"cli", "bench"}.isdisjoint(
        part.removesuffix(".py") for part in path.parts
    )


def test_only_the_command_line_prints():
    found = [path for path, tree in trees().items() if "print" in names_called(tree)]
    assert [where(path) for path in found if not is_front(path)] == []


def test_there_are_no_signals():
    found = [
        where(path)
        for path, tree in trees().items()
        if any("signals" in name or name.startswith("django.dispatch") for name in imports(tree))
    ]
    assert found == []


def test_no_model_does_something_else_when_it_is_saved_or_deleted():
    overridden = [
        where(path, node)
        for path, tree in trees().items()
        for each in ast.walk(tree)
        if isinstance(each, ast.ClassDef)
        for node in each.body
        if isinstance(node, ast.FunctionDef)
        and node.name in {"save", "delete", "save_base", "full_clean"}
        and any("Model" in ast.unparse(base) for base in each.bases)
    ]
    assert overridden == []


def test_there_are_no_model_forms():
    found = [
        where(path)
        for path, tree in trees().items()
        if any(name.rpartition(".")[2].startswith(("ModelForm", "modelform")) for name in
               [*imports(tree), *(n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute))])
    ]  # fmt: skip
    assert found == []


def test_every_rules_module_knows_no_django():
    found = [
        f"{where(path)} imports {name}"
        for path, tree in trees().items()
        if path.stem == "rules" or "rules" in path.parts
        for name in imports(tree)
        if name.split(".")[0] == "django"
    ]
    assert found == []


def test_only_the_fronts_speak_http():
    found = [
        f"{where(path)} imports {name}"
        for path, tree in trees().items()
        if path.relative_to(PACKAGE).parts[0] not in FRONTS
        for name in imports(tree)
        if name.startswith(("django.http", "django.urls", "django.views", "django.shortcuts"))
    ]
    assert found == []


def test_what_is_public_says_what_it_promises():
    silent = []
    for path, tree in trees().items():
        if not ast.get_docstring(tree) and tree.body:
            silent.append(where(path))
        silent += [
            f"{where(path, node)} {node.name}"
            for node in _public(tree)
            if not ast.get_docstring(node)
        ]
    assert silent == []


def _public(tree: ast.Module | ast.ClassDef) -> list[ast.FunctionDef | ast.ClassDef]:
    """Give the public classes and functions of a module, and the methods of those classes."""
    found: list[ast.FunctionDef | ast.ClassDef] = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or node.name in {"Meta", "Media"}:
            continue
        found.append(node)
        if isinstance(node, ast.ClassDef):
            found.extend(_public(node))
    return found


def test_time_and_chance_come_in_as_arguments():
    """Below the fronts nobody asks the clock; the vault has a clock of its own to keep limits."""
    asked = re.compile(r"\b(date\.today|datetime\.now|timezone\.now|localdate|random\.(?!Random))")
    found = [
        f"{where(path, function)} {function.name}"
        for path, function in functions()
        if path.relative_to(PACKAGE).parts[0] not in {*FRONTS, "vault"}
        and asked.search(ast.unparse(function))
    ]
    assert found == []


def test_a_migration_has_a_sentence_for_a_name():
    names = [path.stem for path in PACKAGE.rglob("migrations/0*.py")]
    sentence = re.compile(r"\d{4}(_[a-z0-9]+){3,}")
    assert [name for name in names if not sentence.fullmatch(name) or "_auto_" in name] == []
    assert len(names) > 5


def test_a_migration_imports_no_room():
    allowed = ("klantkluis.foundation.triggers", "klantkluis.core")
    found = [
        f"{where(path)} imports {name}"
        for path in PACKAGE.rglob("migrations/0*.py")
        for name in imports(ast.parse(path.read_text()))
        if name.startswith("klantkluis.") and not name.startswith(allowed)
    ]
    assert found == []
