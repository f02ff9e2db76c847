"""Every text that a person may see has its Dutch."""

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "klantkluis"
sys.path.insert(0, str(PROJECT / "tools"))


def test_no_text_is_without_its_dutch():
    checked = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_text_without_dutch_is_found():
    from babel.messages.catalog import Catalog
    from messages import untranslated

    catalogue = Catalog(locale="nl")
    catalogue.add("An invoice", "Een factuur")
    catalogue.add("An order")
    catalogue.add("A quote", "Een offerte", flags=["fuzzy"])
    catalogue.add(("%(n)s day", "%(n)s days"), ("%(n)s dag", ""))
    assert untranslated(catalogue) == ["An order", "A quote", "%(n)s day"]


def test_placeholders_are_the_same_in_dutch():
    import re

    from babel.messages.pofile import read_po
    from messages import apps, catalogue_of

    placeholder = re.compile(r"%\(\w+\)[sd]|%%")
    for app in apps():
        path = catalogue_of(app)
        if not path.exists():
            continue
        with path.open("rb") as file:
            for each in read_po(file, locale="nl"):
                english = each.id if isinstance(each.id, tuple | list) else [each.id]
                dutch = each.string if isinstance(each.string, tuple | list) else [each.string]
                expected = {found for text in english for found in placeholder.findall(text)}
                for text in dutch if each.id else []:
                    assert set(placeholder.findall(text)) == expected, each.id


def test_one_text_has_one_dutch_in_the_whole_office():
    """Django puts the catalogues of all rooms together: of two translations one would win."""
    found: dict[tuple[object, str | None], set[str]] = {}
    for path in sorted(PACKAGE.glob("*/locale/nl/LC_MESSAGES/django.po")):
        if path.relative_to(PACKAGE).parts[0] == "site":  # a program of its own
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                found.setdefault((message.id, message.context), set()).add(str(message.string))
    assert {text: dutch for text, dutch in found.items() if len(dutch) > 1} == {}
