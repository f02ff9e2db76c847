"""What goes to the internet: a wheel that holds nothing that opens, and no room of the office."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source import PROJECT

OF_THE_VAULT = {"__init__", "formats", "refusals", "rows", "sealing"}
VISIT = """
import json, sys
sys.path[:] = [sys.argv[1], *(each for each in sys.path if not each.endswith("/src"))]
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client(headers={"host": "localhost"})
seen = {}
for path in ("/", "/en/", "/cart/", "/checkout/", "/account/log-in/", "/contact/", "/withdraw/"):
    seen[path] = client.get(path).status_code
modules = {
    name: getattr(module, "__file__", None) or ""
    for name, module in sys.modules.items()
    if name == "klantkluis" or name.startswith("klantkluis.")
}
print(json.dumps({"seen": seen, "modules": modules}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel as `make site-wheel` does."""
    where = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(where)]
    subprocess.run(command, cwd=PROJECT / "deploy" / "site", check=True, capture_output=True)
    (built,) = where.glob("*.whl")
    return built


def modules_in(wheel: Path) -> Iterator[str]:
    for name in zipfile.ZipFile(wheel).namelist():
        if name.endswith(".py"):
            yield name.removesuffix(".py").replace("/", ".")


def test_the_wheel_holds_the_site_and_what_it_may_see(wheel):
    packages = {name.split(".")[1] for name in modules_in(wheel)} - {"__init__"}
    assert packages == {"core", "messages", "site", "vault"}
    vault = {n.split(".")[2] for n in modules_in(wheel) if n.startswith("klantkluis.vault.")}
    assert vault == OF_THE_VAULT


def test_the_wheel_holds_nothing_but_our_own_files(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [n for n in names if not n.startswith(("klantkluis/", "klantkluis_site-"))] == []
    assert [n for n in names if n.endswith((".pyc", ".sqlite3", ".key", ".json"))] == []
    assert "klantkluis/site/locale/nl/LC_MESSAGES/django.mo" in names
    assert "klantkluis/site/static/site/site.css" in names


def test_no_module_of_the_wheel_opens_what_is_sealed_to_the_office(wheel):
    """The only thing that the site opens is a profile, with a seed that a password gives."""
    opening = {"decrypt(", "from_seed_bytes(", "private_key("}
    found = set()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace") if name.endswith(".py") else ""
            if any(each in text for each in opening):
                found.add(name)
    assert found <= {
        "klantkluis/site/account/keys.py",
        "klantkluis/site/tokens.py",
    }


def test_the_site_runs_from_its_wheel_alone(wheel, tmp_path):
    unpacked = tmp_path / "wheel"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("KLANTKLUIS", "PYTHONPATH"))},
        "DJANGO_SETTINGS_MODULE": "klantkluis.site.settings",
        "KLANTKLUIS_SITE_DIR": str(tmp_path / "site"),
    }
    done = subprocess.run(
        [sys.executable, "-c", VISIT, str(unpacked)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert all(path.startswith(str(unpacked)) for path in said["modules"].values())
    loaded = {name for name in said["modules"] if name.startswith("klantkluis.vault.")}
    assert {name.rpartition(".")[2] for name in loaded} <= OF_THE_VAULT
    # A site without an office is not open yet, and says so with 503.
    assert {status for status in said["seen"].values() if status >= 500} <= {503}
