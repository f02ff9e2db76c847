"""The recovery code finds what people type wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.vault import recovery
from klantkluis.vault.refusals import SheetRefused

SECRETS = st.binary(min_size=32, max_size=32)
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(SECRETS)
def test_a_code_reads_back_in_any_dress(secret):
    code = recovery.encode(secret)
    assert recovery.decode(code) == secret
    assert recovery.decode(code.lower().replace("-", " ").replace("\n", "  ")) == secret
    assert recovery.decode(code.replace("0", "O").replace("1", "l")) == secret


def plain(code: str) -> list[str]:
    return [line.replace("-", "").replace(" ", "") for line in code.splitlines()]


@given(SECRETS, st.integers(0, 3), st.integers(0, 12), st.sampled_from(SYMBOLS))
def test_every_single_wrong_symbol_is_found_in_its_line(secret, line, place, symbol):
    lines = plain(recovery.encode(secret))
    wrong = lines[line][:place] + symbol + lines[line][place + 1 :]
    if wrong == lines[line]:
        return
    lines[line] = wrong
    with pytest.raises(SheetRefused) as refused:
        recovery.decode("\n".join(lines))
    assert refused.value.details["line"] == line + 1


@given(SECRETS, st.integers(0, 3), st.integers(0, 12))
def test_every_swap_of_neighbours_is_found_in_its_line(secret, line, place):
    lines = plain(recovery.encode(secret))
    signs = list(lines[line])
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    if "".join(signs) == lines[line]:
        return
    lines[line] = "".join(signs)
    with pytest.raises(SheetRefused) as refused:
        recovery.decode("\n".join(lines))
    assert refused.value.details["line"] == line + 1


@pytest.mark.parametrize(("text", "line"), [("", 0), ("AAAA", 0), ("hello\nthere", 0)])
def test_something_else_is_refused(text, line):
    with pytest.raises(SheetRefused) as refused:
        recovery.decode(text)
    assert refused.value.details["line"] == line


def test_a_line_with_a_symbol_too_few_is_named():
    lines = recovery.encode(bytes(range(32))).splitlines()
    lines[2] = lines[2][1:]
    with pytest.raises(SheetRefused) as refused:
        recovery.decode("\n".join(lines))
    assert refused.value.details["line"] == 3


def test_unused_bits_must_be_zero():
    # The last line but one bit more: its check symbol is right, its padding is not.
    lines = plain(recovery.encode(bytes(32)))
    lines[3] = "0" * 12 + "1" + "1"
    with pytest.raises(SheetRefused) as refused:
        recovery.decode("\n".join(lines))
    assert refused.value.details["line"] == 4
