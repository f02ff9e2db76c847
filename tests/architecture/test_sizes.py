"""What grows too large is split by idea (docs/ARCHITECTURE.md)."""

import ast

from architecture.source import functions, trees, where

FUNCTION_LINES, VIEW_LINES, FILE_LINES, LINE_LENGTH = 50, 20, 400, 100


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args]
    answers = ast.unparse(function.returns) if function.returns else ""
    return bool(arguments) and arguments[0].arg == "request" and "HttpResponse" in answers


def test_a_function_has_at_most_50_lines():
    too_long = [where(p, f) for p, f in functions() if length(f) > FUNCTION_LINES]
    assert too_long == []


def test_a_view_has_at_most_20_lines():
    too_long = [where(p, f) for p, f in functions() if is_view(f) and length(f) > VIEW_LINES]
    assert too_long == []


def test_a_file_has_at_most_400_lines():
    sizes = {path: len(path.read_text().splitlines()) for path in trees()}
    assert [where(path) for path, lines in sizes.items() if lines > FILE_LINES] == []


def test_a_line_has_at_most_100_characters():
    too_wide = [
        f"{where(path)} line {number}"
        for path in trees()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line.partition("  # noqa")[0].partition("  # type: ignore")[0]) > LINE_LENGTH
    ]
    assert too_wide == []
