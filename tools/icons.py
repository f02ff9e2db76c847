"""Make the icon sprite from the Tabler icons that the office uses.

    python tools/icons.py PATH_OF_THE_UNPACKED_PACKAGE_@tabler/icons

An icon is used when a template says `{% icon "name" %}` or Python says `icon="name"`.
"""

import re
import sys
from pathlib import Path

OFFICE = Path(__file__).parent.parent / "src" / "klantkluis" / "office"
SPRITE = OFFICE / "static" / "office" / "icons.svg"
IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
IN_PYTHON = re.compile(r"""icon=["']([a-z0-9-]+)["']""")
LICENCE = "Tabler Icons 3.51.0, MIT licence, 2020-2026 Paweł Kuna; see vendor/icons/LICENSE"


def used() -> set[str]:
    """Give the names of all icons that the office uses."""
    names: set[str] = set()
    for template in OFFICE.rglob("*.html"):
        names.update(IN_TEMPLATE.findall(template.read_text()))
        names.update(IN_PYTHON.findall(template.read_text()))
    for module in OFFICE.rglob("*.py"):
        names.update(IN_PYTHON.findall(module.read_text()))
    return names


def symbol(name: str, source: str) -> str:
    """Turn one icon file into a symbol of the sprite."""
    inside = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inside.split())}</symbol>'


def main(package: Path) -> None:
    """Write the sprite."""
    symbols = [
        symbol(name, (package / "icons" / "outline" / f"{name}.svg").read_text())
        for name in sorted(used())
    ]
    SPRITE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {LICENCE} -->\n'
        + "\n".join(symbols)
        + "\n</svg>\n"
    )
    print(f"{len(symbols)} icons")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
