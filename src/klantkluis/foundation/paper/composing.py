"""From values to a view: what the layouts need, with every amount and date already in words.

A view holds strings, lists and dictionaries only. The layouts decide where things stand and
know no language; this module knows languages and not where things stand.
"""

from typing import Final

from klantkluis.foundation.paper import formatting
from klantkluis.foundation.paper.colour import palette
from klantkluis.foundation.paper.documents import PricedPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.texts import breakable, one_line
from klantkluis.foundation.paper.values import (
    EURO,
    Branding,
    Language,
    Line,
    Party,
    PriceBasis,
    Seller,
    VatCategory,
    VatSum,
)
from klantkluis.foundation.paper.wording import WORDS, Words

_FACT_WIDTH: Final = 20
_FOOT_WIDTH: Final = 28
_LONG_CELL: Final = 600
_RATED: Final = frozenset({VatCategory.STANDARD, VatCategory.ZERO})

type Fact = tuple[str, str]


def page(
    *, language: Language, seller: Seller, branding: Branding, heading: str, number: str
) -> View:
    """Give what each sheet needs: language, title, colours, head and foot."""
    words = WORDS[language]
    colours = palette(branding.colour)
    title = one_line(f"{heading} {number}")
    return {
        "lang": language.value,
        "title": title,
        "author": one_line(seller.name),
        "brand": {
            "colour": colours.brand,
            "on": colours.on_brand,
            "accent": colours.accent,
            "wash": colours.wash,
        },
        "window": branding.window.value,
        "mark": branding.shows_mark,
        "name": breakable(seller.name),
        "logo-alt": words.logo_of.format(name=one_line(seller.name)),
        "heading": breakable(heading),
        "number": breakable(number),
        "running": title,
        "foot": {
            "columns": _foot(seller, words) if branding.shows_foot else [],
            "text": breakable(branding.footer, 60) if branding.shows_foot else "",
            "page": words.page,
            "of": words.page_of,
        },
    }


def _foot(seller: Seller, words: Words) -> list[list[str]]:
    """Put the identity of the business in columns: where, how to reach, who by law, the bank."""
    where = [seller.name, *seller.address, seller.seat]
    reach = [seller.website, seller.email, seller.phone]
    law = [
        f"{words.kvk} {seller.kvk_number}" if seller.kvk_number else "",
        f"{words.vat_number} {seller.vat_number}" if seller.vat_number else "",
    ]
    bank = [
        f"{words.account} {formatting.iban(seller.iban)}" if seller.iban else "",
        f"BIC {seller.bic}" if seller.bic else "",
    ]
    columns = [[breakable(text, _FOOT_WIDTH) for text in lines if text] for lines in (where, reach)]
    columns.append([breakable(text, _FOOT_WIDTH) for text in law + bank if text])
    return [lines for lines in columns if lines]


def address(party: Party, seller: Seller, language: Language) -> View:
    """Give the lines for the window, with the return address above them."""
    return {
        "return": one_line(" · ".join([seller.name, *seller.address])),
        "lines": _lines_of(party, language),
    }


def _lines_of(party: Party, language: Language) -> list[str]:
    lines = [party.name]
    if party.attention:
        lines.append(f"{WORDS[language].attention} {party.attention}")
    return [breakable(line) for line in [*lines, *party.address]]


def facts(*pairs: Fact) -> list[list[str]]:
    """Keep the label and value pairs that have a value."""
    return [[breakable(label), breakable(value, _FACT_WIDTH)] for label, value in pairs if value]


def aside(label: str, party: Party | None, language: Language) -> View | None:
    """Give a second party, such as the delivery address, as a small block."""
    if party is None:
        return None
    return {"label": label, "lines": _lines_of(party, language)}


def paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    return [part.strip("\n") for part in breakable(text, 60).split("\n\n") if part.strip()]


def introduction(text: str, branding: Branding) -> list[str]:
    """Compose what stands above the lines: our own words, and then those of this document."""
    return [*paragraphs(branding.above), *paragraphs(text)]


def closing(text: str, branding: Branding) -> list[str]:
    """Compose what stands below the totals: the words of this document, and then our own."""
    return [*paragraphs(text), *paragraphs(branding.below)]


def priced_table(paper: PricedPaper, lines: tuple[Line, ...] | None = None) -> View:
    """Compose the line table; columns that would be empty on every line are left out.

    Args:
        lines: other lines than those that the paper adds up.
    """
    shown = paper.lines if lines is None else lines
    words, language = WORDS[paper.language], paper.language
    basis = {
        PriceBasis.EXCLUDING: f"\n{words.excluding}",
        PriceBasis.INCLUDING: f"\n{words.including}",
        PriceBasis.WITHOUT: "",
    }[paper.price_basis]
    discounted = any(line.discount_basis_points for line in shown)
    with_vat = paper.price_basis is not PriceBasis.WITHOUT
    columns = [
        column(words.description, wide=True),
        column(words.quantity),
        column(words.price + basis),
        *([column(words.discount)] if discounted else []),
        *([column(words.vat)] if with_vat else []),
        column(words.amount + basis),
    ]
    rows: list[list[View | str]] = []
    for line in shown:
        if line.heading:
            rows.append([{"heading": breakable(line.heading)}])
        discount = line.discount_basis_points
        cells = [
            description(line.description, line.sku, line.note),
            amount_of(formatting.quantity(line.quantity, language), line.unit),
            _price(line, paper),
            *([formatting.rate(discount, language) if discount else ""] if discounted else []),
            *([vat_label(line.vat_category, line.vat_basis_points, paper)] if with_vat else []),
            formatting.money(line.amount_cents, paper.currency, language),
        ]
        rows.append(cells)
    return table(columns, rows)


def table(columns: list[View], rows: list[list[View | str]]) -> View:
    """Put a line table together; a row of more than 600 letters may break over pages."""
    long = any(len(str(cell)) > _LONG_CELL for row in rows for cell in row)
    return {"columns": columns, "rows": rows, "breakable": long}


def column(label: str, *, wide: bool = False) -> View:
    """Give a column of numbers, or with `wide` the column of texts."""
    return {"label": label, "wide": wide}


def description(text: str, sku: str, note: str) -> View:
    """Compose the first cell of a line: what it is, and smaller its article number and note."""
    below = [part for part in (breakable(sku), breakable(note)) if part]
    return {"main": breakable(text), "below": below}


def amount_of(number: str, unit: str) -> View | str:
    """Put the unit beside the number."""
    return f"{number} {breakable(unit, 12)}" if unit else number


def _price(line: Line, paper: PricedPaper) -> View | str:
    shown = formatting.price(line.unit_price, paper.currency, paper.language)
    if line.unit_price_net is None:
        return shown
    net = formatting.price(line.unit_price_net, paper.currency, paper.language)
    return {"main": shown, "below": [WORDS[paper.language].net_price.format(price=net)]}


def vat_label(category: VatCategory, basis_points: int, paper: PricedPaper) -> str:
    """Name a VAT treatment as short as fits in a column: `21%`, `verlegd`."""
    if category in _RATED:
        return formatting.rate(basis_points, paper.language)
    return WORDS[paper.language].vat_labels[category]


def sums(paper: PricedPaper, *, final: str) -> list[View]:
    """Compose the totals; the last row stands out and has the label `final`."""
    words, totals = WORDS[paper.language], paper.totals
    rows: list[tuple[str, int, str]] = []
    if paper.adjustments:
        rows.append((words.subtotal, totals.lines_cents, "plain"))
        rows += [(breakable(one.label), one.amount_cents, "plain") for one in paper.adjustments]
    if paper.price_basis is not PriceBasis.WITHOUT:
        rows.append((words.total_excluding, totals.net_cents, "plain"))
        if len(paper.vat_sums) == 1:
            rows.append((_vat_of(paper.vat_sums[0], paper), totals.vat_cents, "plain"))
        else:
            rows.append((words.vat, totals.vat_cents, "plain"))
    if totals.paid_cents:
        without = paper.price_basis is PriceBasis.WITHOUT
        rows.append((words.total if without else words.total_including, totals.gross_cents, "sum"))
        rows.append((words.already_paid, -totals.paid_cents, "plain"))
    due = totals.due_cents
    rows.append((final, -due if final == words.to_receive else due, "final"))
    return [
        {
            "label": label,
            "amount": formatting.money(cents, paper.currency, paper.language),
            "kind": kind,
        }
        for label, cents, kind in rows
    ]


def vat_in_euro(paper: PricedPaper) -> str:
    """Say the VAT in euros on a document in another currency (Wet OB art. 35a(4))."""
    cents = paper.totals.vat_in_euro_cents
    if cents is None:
        return ""
    return f"{WORDS[paper.language].vat_in_euro}: {formatting.money(cents, EURO, paper.language)}"


def vat_table(paper: PricedPaper) -> View | None:
    """Compose the VAT breakdown when there is more than one rate; one rate fits in the totals."""
    if len(paper.vat_sums) < 2:
        return None
    words = WORDS[paper.language]
    return {
        "columns": [words.vat_rate, words.vat_base, words.vat],
        "rows": [
            [
                _vat_name(vat, paper),
                formatting.money(vat.net_cents, paper.currency, paper.language),
                formatting.money(vat.vat_cents, paper.currency, paper.language),
            ]
            for vat in paper.vat_sums
        ],
    }


def _vat_name(vat: VatSum, paper: PricedPaper) -> str:
    if vat.category in _RATED:
        return formatting.rate(vat.basis_points, paper.language)
    return WORDS[paper.language].vat_totals[vat.category]


def _vat_of(vat: VatSum, paper: PricedPaper) -> str:
    """Name one line of the VAT breakdown with its taxable amount (Wet OB art. 35a(1))."""
    words = WORDS[paper.language]
    net = formatting.money(vat.net_cents, paper.currency, paper.language)
    if vat.category in _RATED:
        rate = formatting.rate(vat.basis_points, paper.language)
        return words.vat_over.format(rate=rate, net=net)
    return words.vat_over_category.format(what=words.vat_totals[vat.category], net=net)
