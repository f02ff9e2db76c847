"""Who imports a long file does not keep the others from their work."""

from pathlib import Path

import pytest

from support.scratch import play

pytestmark = pytest.mark.processes


def test_orders_go_on_while_a_long_file_is_imported_all_or_nothing(tmp_path: Path) -> None:
    report = play("import_beside_orders", tmp_path, rows=4_000)
    # The vault alone takes more than three seconds of it.
    assert report["orders"] > 10
    assert report["longest"] < 2
    assert report["gapless"]
    assert report["broken"] == []
