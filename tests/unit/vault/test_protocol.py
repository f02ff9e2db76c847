"""Rows for the row check on their way to the vault: packed, and read again as they were."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.vault import protocol
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.refusals import ProtocolError
from klantkluis.vault.upkeep import ROWS_SEEN_AT_ONCE, portions

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["customer", "order", "document_file"]),
        st.uuids(),
        st.integers(-(2**63), 2**63 - 1),
        st.binary(min_size=32, max_size=32),
    ),
    max_size=20,
)


@given(ROWS)
def test_rows_are_read_as_they_were_written(rows):
    carried = protocol.decode(protocol.encode({"rows": protocol.rows_seen_message(rows)}))["rows"]
    assert sorted(protocol.rows_seen(carried)) == sorted(rows)


def test_the_fullest_portion_fits_in_one_message():
    rows = [("purchase_rejection", uuid4(), 2**40, bytes(32))] * (ROWS_SEEN_AT_ONCE + 1)
    whole, rest = portions(rows)
    assert len(protocol.encode({"rows": whole})) < protocol.MAX_MESSAGE_BYTES * 3 // 4
    assert len([*protocol.rows_seen(rest)]) == 1


@pytest.mark.parametrize(
    "rows", [["customer"], 5, {"customer": "AAAA"}, {"customer": "%"}, {"customer": None}]
)
def test_what_is_no_list_of_rows_is_refused(vault: InProcessVault, rows):
    vault.owner()
    with pytest.raises(ProtocolError):
        protocol.answer_of(vault.knock({"verb": "CHECK_STORED", "rows": rows, "sure": True}))
    assert vault.status().alarms == 0
