"""What a check found is said in the language of the reader."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import klantkluis
from klantkluis.office.statement.wording import SHAPES, in_words
from klantkluis.privacy.proofs.sealed import _SAYS, _sentence

ROOT = Path(klantkluis.__file__).parent
SAYING = (
    *(f"privacy/proofs/{name}.py" for name in ("acts", "columns", "files", "machine")),
    *(f"office/statement/{name}.py" for name in ("around", "overdue")),
    "customers/evidence.py",
    "vault/audit_check.py",
    "office/housekeeping/sealed.py",
)


def sample(node: ast.AST) -> str:
    """Fill the holes of an f-string with a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    assert isinstance(node, ast.JoinedStr)
    return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)


def texts(path: str) -> Iterator[str]:
    """Give every sentence that a module says: what it yields, or adds to a list of problems."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        said: list[ast.AST] = []
        if isinstance(node, ast.Yield) and node.value is not None:
            said = [node.value]
        elif path.startswith("vault/") and isinstance(node, ast.Call):
            is_append = isinstance(node.func, ast.Attribute) and node.func.attr == "append"
            said = list(node.args) if is_append else []
        elif path.startswith("vault/") and isinstance(node, ast.List):
            said = list(node.elts)
        elif path.startswith("vault/") and isinstance(node, ast.ListComp):
            said = [node.elt]
        for each in said:
            if isinstance(each, (ast.JoinedStr, ast.Constant)):
                yield sample(each)


EVERY = sorted(
    text for path in SAYING for text in texts(path) if " " in text and text != "7: 7"
) + [_sentence("customers.Customer", "7", kind) for kind in _SAYS]


def test_the_checks_say_many_things():
    assert len(EVERY) > 35
    assert len(set(SHAPES)) == len(SHAPES)


@pytest.mark.parametrize("sentence", EVERY)
def test_every_sentence_of_a_check_is_dutch_for_who_reads_dutch(sentence):
    with override("nl"):
        found = in_words(sentence)
    assert found.words
    assert found.original == ""
    assert found.words.lower() != sentence.lower()
    assert "%(" not in found.words


def test_who_reads_english_reads_what_was_said():
    with override("en"):
        assert in_words(EVERY[0]).words == EVERY[0]


def test_a_row_that_breaks_a_rule_names_its_room_and_keeps_its_own_words():
    with override("nl"):
        found = in_words("billing: invoice row 7 has no lines")
    assert "Facturen" in found.words
    assert found.original == "invoice row 7 has no lines"


def test_what_nobody_foresaw_is_shown_as_it_is():
    with override("nl"):
        assert in_words("something went astray").original == "something went astray"


def test_what_stands_in_a_sentence_stays_as_it_was():
    with override("nl"):
        said = in_words("the file <b>x</b> %(n)s.log holds 3 bank account numbers").words
    assert "<b>x</b> %(n)s.log" in said
    assert "3" in said
