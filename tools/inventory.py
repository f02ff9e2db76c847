"""Write docs/INVENTORY.md anew from what the rooms of the office and the site declare."""

import os
import tempfile
from pathlib import Path

import django

PAGE = Path(__file__).parents[1] / "docs" / "INVENTORY.md"


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["KLANTKLUIS_DIR"] = scratch
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkluis.office.settings")
        django.setup()
        PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Give the inventory of both deployables; Django has to be set up for the office."""
    from klantkluis.foundation.inventory import Declared, as_markdown, declared  # noqa: PLC0415
    from klantkluis.site import personal_data as site  # noqa: PLC0415

    of_the_site = Declared("site", tuple(site.PERSONAL_FIELDS), tuple(site.PLAIN_COLUMNS))
    return as_markdown((*declared(), of_the_site))


if __name__ == "__main__":
    main()
