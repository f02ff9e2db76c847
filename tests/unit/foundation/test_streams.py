"""Rows that belong to other rows, walked through side by side."""

from hypothesis import given
from hypothesis import strategies as st

from klantkluis.foundation.streams import Groups

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers())).map(sorted)


@given(rows=ROWS, keys=st.sets(st.integers(0, 9)).map(sorted))
def test_each_key_gets_its_own_rows_and_the_others_are_counted(
    rows: list[tuple[int, int]], keys: list[int]
) -> None:
    groups = Groups(iter(rows))
    for key in keys:
        assert groups.of(key) == [(value,) for owner, value in rows if owner == key]
    assert groups.finish() == len({owner for owner, _ in rows} - set(keys))
