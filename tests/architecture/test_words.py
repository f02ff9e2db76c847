"""What no committed file may contain."""

import re

from architecture.source import committed, committed_text, where

# The bracketed letters keep each pattern from finding itself.
REGISTRIES = re.compile(
    r"p[y]pi[.]org|python[h]osted|registry[.]npm[j]s|deb[.]d[e]bian|npm[j]s[.]org"
)
MACHINE_PATHS = re.compile(r"(^|[^A-Za-z0-9_.~-])/(work|farm|root)/", re.MULTILINE)
NOT_OURS = re.compile(
    r"\b(s[u]bagent|h[e]lper session|the [C]EO|cl[a]ude|L[L]M|A[I] agent)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b|raise NotImplemented[E]rror")


def places(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{where(path)} {found.group()}"
        for path, text in committed_text()
        if not path.name.endswith(but)
        for found in [pattern.search(text)]
        if found
    ]


def test_there_are_files_to_read():
    assert len(committed()) > 100


def test_no_file_holds_the_address_of_a_package_registry():
    assert places(REGISTRIES) == []


def test_no_file_holds_a_path_of_one_machine():
    assert places(MACHINE_PATHS, but=(".min.js", ".css")) == []


def test_the_project_speaks_of_the_project_alone():
    assert places(NOT_OURS) == []


def test_nothing_is_left_for_later():
    assert places(UNFINISHED, but=(".js", ".css", ".svg", ".typ")) == []


def test_the_licence_is_the_whole_european_union_public_licence():
    (licence,) = (text for path, text in committed_text() if where(path) == "LICENSE:1")
    for words in (
        "EUROPEAN UNION PUBLIC LICENCE v. 1.2",
        "EUPL © the European Union 2007, 2016",
        "15.Applicable Law",
        "Québec Free and Open-Source Licence",
        "require the production of a new EUPL version.",
    ):
        assert words in licence
