"""A statement of account on paper: what moved, what is open, and how late it is."""

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import MovementKind, MovementLine, StatementPaper
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.values import EURO, Branding
from klantkluis.foundation.paper.wording import WORDS, Words


def compose_statement(paper: StatementPaper, branding: Branding) -> View:
    """Compose the view of a statement of account."""
    words, language = WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=paper.seller,
        branding=branding,
        heading=words.statement,
        number="",
    )
    return view | {
        "address": composing.address(paper.buyer, paper.seller, language),
        "facts": composing.facts(
            (words.statement_days, formatting.long_period(paper.days, language)),
            (words.customer_number, paper.buyer.number),
        ),
        "aside": None,
        "table": _movements(paper, words),
        "open-title": words.statement_open if paper.open else "",
        "open": _open(paper, words),
        "aged": _aged(paper, words),
        "closing": [words.statement_question],
    }


def _movements(paper: StatementPaper, words: Words) -> View:
    """Compose the movements between the opening and the closing balance."""
    columns = [
        composing.column(words.statement_what, wide=True),
        composing.column(words.date),
        composing.column(words.amount),
        composing.column(words.statement_balance),
    ]
    kinds = {
        MovementKind.INVOICE: words.invoice,
        MovementKind.CREDIT_NOTE: words.credit_note,
        MovementKind.PAYMENT: words.payment,
        MovementKind.REFUND: words.statement_refund,
    }

    def cells(line: MovementLine) -> list[View | str]:
        return [
            composing.description(f"{kinds[line.kind]} {line.number}".strip(), "", ""),
            formatting.short_date(line.day, paper.language),
            _money(paper, line.amount_cents),
            _money(paper, line.balance_cents),
        ]

    first: list[View | str] = [
        composing.description(words.statement_opening, "", ""),
        formatting.short_date(paper.days.first, paper.language),
        "",
        _money(paper, paper.opening_cents),
    ]
    last: list[View | str] = [
        composing.description(words.statement_closing, "", ""),
        formatting.short_date(paper.days.last, paper.language),
        "",
        _money(paper, paper.closing_cents),
    ]
    return composing.table(columns, [first, *map(cells, paper.movements), last])


def _open(paper: StatementPaper, words: Words) -> View | None:
    if not paper.open:
        return None
    columns = [
        composing.column(words.invoice, wide=True),
        composing.column(words.date),
        composing.column(words.due_date),
        composing.column(words.amount),
        composing.column(words.statement_left),
    ]
    rows: list[list[View | str]] = [
        [
            composing.description(line.number, "", ""),
            formatting.short_date(line.issued_on, paper.language),
            formatting.short_date(line.due_on, paper.language),
            _money(paper, line.amount_cents),
            _money(paper, line.open_cents),
        ]
        for line in paper.open
    ]
    return composing.table(columns, rows)


def _aged(paper: StatementPaper, words: Words) -> View | None:
    """Compose how late what is open is; credit that was not used goes off."""
    if not paper.open and not paper.credit_cents:
        return None
    steps = list(zip(words.statement_ages, paper.aged_cents, strict=True))
    if paper.credit_cents:
        steps.append((words.statement_credit, -paper.credit_cents))
    steps.append((words.statement_closing, paper.closing_cents))
    return {
        "columns": [label for label, _cents in steps],
        "rows": [[_money(paper, cents) for _label, cents in steps]],
    }


def _money(paper: StatementPaper, cents: int) -> str:
    return formatting.money(cents, EURO, paper.language)
