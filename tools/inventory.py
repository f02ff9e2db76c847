"""Write docs/INVENTORY.md anew from what the rooms declare."""

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
        from klantkluis.foundation.inventory import as_markdown, declared  # noqa: PLC0415

        PAGE.write_text(as_markdown(declared()), encoding="utf-8")


if __name__ == "__main__":
    main()
