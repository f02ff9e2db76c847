"""Letting axe-core look at a page in a browser."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 320)
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
IN_THE_DARK = {"type": "rule", "values": ["color-contrast"]}
"""Dark pages are the same pages in other colours."""
# What is in order is left out: to bring all of it here takes longer than to look.
LOOK = """([where, options]) => axe.run(where, options).then(found => found.violations.map(
    each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 200)}`)).flat())"""


@cache
def _script() -> str:
    return str(Axe().axe_script)


def broken_in(page: Page, where: str = "html") -> list[str]:
    """Give what breaks WCAG 2.2 AA in a part of a page as it stands: rule and element."""
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    options = {"runOnly": IN_THE_DARK if dark else WCAG, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_script())
    return [str(each) for each in page.evaluate(LOOK, [where, options])]
