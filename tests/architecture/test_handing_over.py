"""No file of people leaves but through the door where it is said and noted who gets it."""

import ast

from architecture.source import PACKAGE, trees, where

DOOR = {"office/handing_over.py", "office/exporting.py", "office/downloads.py"}
MAKERS = {"table_file", "zip_file", "StreamingHttpResponse", "csv_stream", "xlsx_stream"}
"""What makes a file that a browser takes along."""
OF_THINGS = {
    "office/catalogue/listing.py": "products",
    "office/stock/listing.py": "stock",
    "office/ledger/views.py": "the books, which name nobody",
}
"""Whose lists are about no people, so that they may call `list_file`."""
NO_DOOR = {
    "office/imports/views.py": "gives back the wrong rows of the file that somebody just brought",
    "office/privacy/access/giving.py": "gives somebody their own data, as a disclosure",
    "office/statement/register.py": "the register of processing, which names no person",
}


def calls(tree: ast.Module, names: set[str]) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    }


def office() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE)): tree
        for path, tree in trees().items()
        if path.relative_to(PACKAGE).parts[0] == "office"
    }


def test_no_page_makes_a_file_past_the_door():
    past = {
        name: found
        for name, tree in office().items()
        if name not in DOOR | NO_DOOR.keys() and (found := calls(tree, MAKERS))
    }
    assert past == {}


def test_only_lists_of_things_are_given_without_saying_to_whom():
    callers = {name for name, tree in office().items() if calls(tree, {"list_file"})}
    assert callers == OF_THINGS.keys()


def test_what_is_exempt_is_still_there():
    assert NO_DOOR.keys() <= office().keys()


def test_whoever_hands_a_file_of_people_over_was_told_to_whom():
    """A view that calls the door has the answer of the person as `to`."""
    without = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef) or node.name in {"people_file", "people_zip"}:
                continue
            if not calls(ast.Module([node], []), {"people_file", "people_zip"}):
                continue
            arguments = {each.arg for each in [*node.args.args, *node.args.kwonlyargs]}
            if "to" not in arguments:
                without.append(where(path, node))
    assert without == []


def test_this_test_would_see_one():
    tree = ast.parse("def view(request):\n    return StreamingHttpResponse(rows)")
    assert calls(tree, MAKERS) == {"StreamingHttpResponse"}
