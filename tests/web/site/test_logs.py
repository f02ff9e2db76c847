"""What the site writes of what goes wrong: kind and place, and no word of who was there."""

import logging.config
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Let the log write as the settings say, to where the test can read it."""
    told = StringIO()
    config = deepcopy(settings.LOGGING)
    for handler in config["handlers"].values():
        handler["stream"] = told
    logging.config.dictConfig(config)
    yield told.getvalue
    for handler in config["handlers"].values():
        handler["stream"] = sys.__stderr__
    logging.config.dictConfig(config)


def test_a_mistake_is_written_without_path_and_values(written, office, monkeypatch):
    def breaks(*_asked):
        raise RuntimeError("Geheim Mevrouw Kanarie")

    monkeypatch.setattr("klantkluis.site.office.views._number", breaks)
    answer = Client(raise_request_exception=False).post("/office/kanarie?q=kanarie")
    assert answer.status_code == 500
    assert "RuntimeError" in written()
    assert "kanarie" not in (written() + answer.content.decode()).lower()


def test_not_even_the_page_for_mistakes_asks_what_may_be_broken(office, monkeypatch):
    import klantkluis.site.errors

    def breaks(*_asked, **_more):
        raise RuntimeError("the database is away")

    monkeypatch.setattr(klantkluis.site.errors, "render", breaks)
    answer = Client(raise_request_exception=False).get("/nowhere/")
    assert answer.status_code == 500
    assert "mis" in answer.content.decode()


def test_a_page_that_is_not_there_is_not_written_at_all(written, office):
    Client().get("/unsubscribe-kanarie/abc")
    assert "kanarie" not in written()
