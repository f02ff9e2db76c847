"""The command line of the site, as a person uses it on a server."""

import os
from pathlib import Path

import pytest

from klantkluis.site import __main__ as command
from klantkluis.site.place import here


@pytest.fixture
def folder(tmp_path: Path, monkeypatch):
    """A folder of a site, as the command line is told of it."""
    monkeypatch.setattr(os, "umask", lambda mode: mode)
    for name in ("DJANGO_SETTINGS_MODULE", "KLANTKLUIS_SITE_MODE", "KLANTKLUIS_SITE_DIR"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    here.cache_clear()
    yield tmp_path
    here.cache_clear()


def test_root_does_not_work_in_the_shop_of_another_user(folder, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(command, "_prepare", lambda: pytest.fail("something was made"))
    monkeypatch.setattr(Path, "owner", lambda _path: "klantkluis-site")
    monkeypatch.setenv("KLANTKLUIS_SITE_MODE", "production")
    real = Path.stat

    def of_another(path: Path, **how: bool) -> os.stat_result:
        found = list(real(path, **how))
        found[4] = 60_993
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", of_another)
    assert command.main(["pair", "--dir", str(folder)]) == 2
    assert "belongs to the user klantkluis-site" in capsys.readouterr().err
