"""How the architecture tests read the source: as syntax trees, without running it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "klantkluis"
ROOMS = ("customers", "catalogue", "ledger", "disclosures", "sales", "billing", "shop")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[Path, ast.Module]:
    """Give the syntax tree of every module but the migrations, by path."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def functions() -> Iterator[tuple[Path, Function]]:
    """Give every function and method, nested ones too."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def commands() -> Iterator[tuple[Path, Function, str]]:
    """Give every function that is decorated as a command, with the name of its act."""
    for path, function in functions():
        for decorator in function.decorator_list:
            match decorator:
                case ast.Call(func=ast.Name(id="command"), args=[ast.Constant(value=name), *_]):
                    yield path, function, str(name)


def imports(tree: ast.Module) -> Iterator[str]:
    """Give the dotted names that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path: Path, node: ast.AST | None = None) -> str:
    """Give a place that an editor can open."""
    line = getattr(node, "lineno", 1)
    return f"{path.relative_to(PROJECT)}:{line}"


@cache
def committed() -> tuple[Path, ...]:
    """Give every file that is, or is about to be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    paths = (PROJECT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def committed_text() -> Iterator[tuple[Path, str]]:
    """Give every committed file that is text."""
    for path in committed():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
