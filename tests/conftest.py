"""What every test may ask for. Each run is about one deployable: its settings decide which."""

import os
import random

import pytest
from hypothesis import settings

from support import prepared

# A busy machine makes no test wrong. What has to land is tried on the same examples each time;
# everywhere else new ones are sought.
settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("landing", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("landing" if os.environ.get("CI") else "here")

if os.environ.get("DJANGO_SETTINGS_MODULE") == "klantkluis.site.settings":
    collect_ignore = ["web/office"]
else:
    from office_fixtures import *  # noqa: F403 - fixtures are found by their names
    from office_fixtures import _nobody_looks_for_waiting_work_by_chance  # noqa: F401

    collect_ignore = ["web/site"]


def pytest_configure(config: pytest.Config) -> None:
    """Let all workers share what is made once."""
    if not hasattr(config, "workerinput"):
        prepared.begin()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files and their tests in another order when TESTS_ORDER says which, as a number."""
    order = os.environ.get("TESTS_ORDER")
    if order:
        rank = random.Random(order)
        place = {path: rank.random() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (place[item.path], rank.random()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing."""
    if not hasattr(config, "workerinput"):
        prepared.end()
