"""The readable part of a package: headings per activity, and tables that a person understands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from klantkluis.core.declared import Activity
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import DossierPaper, DossierSection, DossierTable, render_dossier
from klantkluis.foundation.paper import formatting as form
from klantkluis.foundation.paper.dossier import DossierCell, Pair
from klantkluis.foundation.paper.values import Language, Party
from klantkluis.privacy.access import information as info
from klantkluis.privacy.access.data import categories_of
from klantkluis.privacy.access.free_texts import REASONS
from klantkluis.privacy.access.gathering import Holding, Item
from klantkluis.privacy.access.hiding import How
from klantkluis.privacy.access.package import Package, PackageKind
from klantkluis.privacy.access.portable import BASES
from klantkluis.privacy.access.telling import label, line_of, term, told, until, words
from klantkluis.privacy.access.terms import Months
from klantkluis.privacy.access.words import TITLES


@dataclass(frozen=True, slots=True)
class _Telling:
    """How it is told: in which language, with which terms, and where the documents are."""

    language: Language
    months: Months
    documents_follow: bool

    def words(self, name: str, value: object) -> str:
        """Give a value as a person reads it."""
        return words(name, value, self.language)

    def until(self, item: Item) -> str:
        """Say until when something is kept."""
        return until(item.kept, self.language, self.months)


MOST_COLUMNS: Final = 6
MOST_ROWS: Final = 1000
"""So many rows of a kind are printed at most: paper of more pages helps nobody, and each row costs
memory. The tables and data.json have them all."""
MOST_LOOKS: Final = 300
_FILE_WORDS: Final = frozenset({"name", "media_type", "size"})


def as_pdf(package: Package, *, documents_follow: bool = False) -> bytes:
    """Print a package, tagged and fit to be kept, in the language of its person.

    Args:
        documents_follow: the documents are printed behind it, so they are not in a folder.
    """
    paper = dossier_of(package, documents_follow=documents_follow)
    branding = branding_of(company(), language=package.language)
    return render_dossier(paper, branding, made_at=package.made_at)


def dossier_of(package: Package, *, documents_follow: bool = False) -> DossierPaper:
    """Put a package in words, as it is printed."""
    language = Language(package.language)
    telling = _Telling(language, package.months, documents_follow)
    with override(package.language):
        return DossierPaper(
            language=language,
            seller=seller_of(company()),
            recipient=Party(
                name=package.name or _("The person concerned"), address=package.address
            ),
            written_on=package.made_at.date(),
            heading=_heading(package),
            facts=tuple(_facts(package, language)),
            introduction=(_confirmed(package), str(info.OTHERS)),
            sections=tuple(_sections(package, telling)),
        )


def _heading(package: Package) -> str:
    if package.kind is PackageKind.PORTABILITY:
        return _("Your data to take along")
    return _("Your data with us")


def _confirmed(package: Package) -> str:
    if not package.records:
        return str(info.NOTHING)
    whole = package.kind is PackageKind.ACCESS
    return str(info.CONFIRMATION if whole else info.PORTABILITY)


def _facts(package: Package, language: Language) -> Iterator[Pair]:
    if package.identity.number is not None:
        yield _("Customer number"), str(package.identity.number)
    request = package.request
    if request is not None:
        yield _("You asked on"), form.short_date(request.received_on, language)
        if request.due_on is not None:
            yield _("Answer due by"), form.short_date(request.due_on, language)
        if request.extended_to is not None:
            yield _("Extended to"), form.short_date(request.extended_to, language)
        yield _("Because"), request.extension_reason
        yield _("How we knew it was you"), request.identity_check
    yield _("Privacy statement"), package.statement


def _sections(package: Package, telling: _Telling) -> Iterator[DossierSection]:
    yield _short(package)
    if package.hidden:
        yield _hidden(package)
    for activity, found in package.of_activity():
        yield _section(activity, found, telling)
    if package.kind is PackageKind.ACCESS:
        yield _received(package, telling.language)
        yield _looked(package, telling.language)
    yield DossierSection(
        _("Your rights"),
        paragraphs=(str(info.RIGHTS_FIRST),),
        bullets=tuple(str(each) for each in info.RIGHTS),
    )
    yield DossierSection(
        _("Good to know"),
        paragraphs=tuple(
            str(each)
            for each in (info.COMPLAINT, info.REFUSAL, info.AUTOMATED, info.TRANSFERS, info.COPY)
        ),
    )


def _short(package: Package) -> DossierSection:
    """Say on one page what there is: each kind with how many of it, and until when."""
    counted: dict[str, int] = {}
    for each in package.holdings:
        title = _title(each)
        counted[title] = counted.get(title, 0) + len(each.items)
    rows = tuple((title, str(count)) for title, count in counted.items())
    table = DossierTable(_("What there is"), ((_("What"), True), (_("How many"), False)), rows)
    return DossierSection(_("In short"), tables=(table,) if rows else ())


def _hidden(package: Package) -> DossierSection:
    """Say what was hidden: where, how much and why, and what one can do about it."""
    counted: Counter[tuple[str, str, How, str]] = Counter()
    for each in package.hidden:
        title, name = str(TITLES.get(each.kind, each.kind)), label(each.name)
        counted[title, name, each.how, str(REASONS[each.why])] += each.passages or 1
    rows = tuple(
        (f"{title}: {name}", _how_much(how, count), why)
        for (title, name, how, why), count in counted.items()
    )
    columns = ((_("Where"), True), (_("How much"), False), (_("Why"), True))
    return DossierSection(
        _("What we hid"),
        paragraphs=(info.hidden(),),
        tables=(DossierTable(_("Hidden in texts"), columns, rows),),
    )


def _how_much(how: How, count: int) -> str:
    if how is How.WHOLE:
        said = ngettext("%(count)d text", "%(count)d texts", count)
    else:
        said = ngettext("%(count)d passage", "%(count)d passages", count)
    return said % {"count": count}


def _title(holding: Holding) -> str:
    return str(TITLES.get(holding.kind, holding.record.title))


def _section(activity: Activity, found: Sequence[Holding], telling: _Telling) -> DossierSection:
    records = [each.record for each in found]
    sources = dict.fromkeys(str(info.SOURCES[record.source]) for record in records)
    to = dict.fromkeys(str(info.RECIPIENTS[one]) for record in records for one in record.recipients)
    terms = dict.fromkeys(term(record.term, telling.months) for record in records)
    kinds = sorted({str(info.CATEGORIES.get(c, c)) for each in found for c in categories_of(each)})
    facts = (
        (_("What for"), str(info.PURPOSES[activity])),
        (_("Legal basis"), str(info.LEGAL[BASES[activity]])),
        (_("Kinds of data"), ", ".join(kinds)),
        (_("From whom"), ", ".join(sources)),
        (_("Who can receive it"), ", ".join(to) or _("nobody outside our business")),
        (_("Kept"), "; ".join(terms)),
    )
    return DossierSection(
        str(info.ACTIVITIES[activity]),
        facts=tuple((name, text) for name, text in facts if text),
        tables=tuple(_table(each, telling) for each in found),
    )


def _table(holding: Holding, telling: _Telling) -> DossierTable:
    """Give rows of a kind, the newest when they are very many."""
    if len(holding.items) <= MOST_ROWS:
        return _whole_table(holding, telling)
    told = _whole_table(Holding(holding.record, holding.items[-MOST_ROWS:]), telling)
    note = _("The newest %(shown)d of %(all)d; data.json has them all.") % {
        "shown": MOST_ROWS,
        "all": len(holding.items),
    }
    return replace(told, note=f"{told.note} {note}".strip())


def _whole_table(holding: Holding, telling: _Telling) -> DossierTable:
    """Give rows of a kind in the form that reads best: columns, or labels below one another."""
    if holding.record.contents:
        return _documents(holding, telling)
    if holding.kind.endswith("_snapshot"):
        return _on_documents(holding)
    names = _columns(holding)
    return _in_columns(holding, names, telling) if names else _below(holding, telling)


def _documents(holding: Holding, telling: _Telling) -> DossierTable:
    note = (
        _("They are printed behind this overview.")
        if telling.documents_follow
        else _("They are in the folder “documents”, exactly as they were issued.")
    )
    rows = tuple(
        (item.document.partition("/")[2], _of_document(item, telling), telling.until(item))
        for item in holding.items
    )
    columns = ((_("File"), True), (_("About"), True), (_("Kept until"), False))
    return DossierTable(_title(holding), columns, rows, note)


def _of_document(item: Item, telling: _Telling) -> str:
    said = [
        telling.words(name, value) for name, value in item.values.items() if name not in _FILE_WORDS
    ]
    return " · ".join(each for each in said if each)


def _on_documents(holding: Holding) -> DossierTable:
    count = len(holding.items)
    note = ngettext(
        "What stands on %(count)d document is kept field by field as well. The document says the"
        " same; for machines it is in data.json.",
        "What stands on %(count)d documents is kept field by field as well. The documents say the"
        " same; for machines it is in data.json.",
        count,
    ) % {"count": count}
    return DossierTable(_title(holding), (), (), note)


def _columns(holding: Holding) -> tuple[str, ...]:
    """Give the columns of a kind of which nothing is sealed and that has few fields."""
    if holding.record.stored is not None or holding.record.parts:
        return ()
    names = tuple(dict.fromkeys(name for item in holding.items for name in item.values))
    long = {"wording_text", "fields"} & set(names)
    return () if long or len(names) > MOST_COLUMNS else names


def _in_columns(holding: Holding, names: Sequence[str], telling: _Telling) -> DossierTable:
    rows = tuple(
        (*(telling.words(name, item.values.get(name)) for name in names), telling.until(item))
        for item in holding.items
    )
    heads = ((label(name), True) for name in names)
    return DossierTable(_title(holding), (*heads, (_("Kept until"), False)), rows)


def _below(holding: Holding, telling: _Telling) -> DossierTable:
    rows = tuple((_said(item, telling.language), telling.until(item)) for item in holding.items)
    columns = ((_("What we keep"), True), (_("Kept until"), False))
    nothing = all(not said for said, _until in rows)
    note = _("It holds nothing that can be read.") if nothing else ""
    return DossierTable(_title(holding), columns, rows, note)


def _said(item: Item, language: Language) -> DossierCell:
    pairs = [*told(item.values, language)]
    for name, parts in item.parts.items():
        lines = [line_of(part, language) for part in parts]
        if lines:
            pairs.append((label(name), "\n".join(lines)))
    return tuple(pairs)


def _received(package: Package, language: Language) -> DossierSection:
    rows = tuple(
        (form.short_date(each.at.date(), language), each.name or _kind(each.recipient), each.ground,
         ", ".join(str(info.CATEGORIES.get(one, one)) for one in each.categories))
        for each in package.receipts
    )  # fmt: skip
    columns = (
        (_("When"), False), (_("Who"), True), (_("On which ground"), False), (_("What"), True),
    )  # fmt: skip
    table = DossierTable(_("Hand-overs"), columns, rows)
    return DossierSection(
        _("Who received data of you"),
        paragraphs=() if rows else (str(info.NO_RECIPIENTS),),
        tables=(table,) if rows else (),
    )


def _kind(recipient: str) -> str:
    known = {each.value: str(text) for each, text in info.RECIPIENTS.items()}
    return known.get(recipient, recipient)


def _looked(package: Package, language: Language) -> DossierSection:
    shown = package.looks[:MOST_LOOKS]
    # One page asks the vault for many kinds of record: that was one look, and is said once.
    rows = tuple(
        dict.fromkeys(
            (words("at", each.at, language), str(info.LOOKS.get(each.purpose, each.purpose)))
            for each in shown
        )
    )
    more = len(package.looks) - len(shown)
    note = (
        _("The newest %(shown)d of %(all)d; data.json has them all.")
        % {"shown": len(shown), "all": len(package.looks)}
        if more
        else ""
    )
    table = DossierTable(_("Moments"), ((_("When"), False), (_("What for"), True)), rows, note)
    first = _("When somebody of us opened your data, and for what. Who it was is left out.")
    return DossierSection(
        _("When your data were looked at"),
        paragraphs=(first,) if rows else (str(info.NO_LOOKS),),
        tables=(table,) if rows else (),
    )
