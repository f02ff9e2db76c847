"""A file of first use is whole or not there, and the first one stays."""

import os
from pathlib import Path

import pytest

from klantkluis.core.made_once import made_once


def test_it_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret.key"
    assert made_once(path, lambda: b"first", mode=0o400)
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_what_is_there_stays_and_nothing_is_thought_up_for_it(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(b"first")
    assert not made_once(path, lambda: pytest.fail("asked for a content that nobody needs"))
    assert path.read_bytes() == b"first"


def test_whoever_comes_second_at_the_same_moment_takes_the_file_of_the_first(
    tmp_path: Path,
) -> None:
    path = tmp_path / "secret.key"

    def overtaken() -> bytes:
        assert not path.exists(), "a file that is not whole yet can be read"
        assert made_once(path, lambda: b"first")
        return b"second"

    assert not made_once(path, overtaken)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_mishap_while_it_is_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            made_once(tmp_path / "secret.key", lambda: b"first")
    assert list(tmp_path.iterdir()) == []
    assert made_once(tmp_path / "secret.key", lambda: b"second")
