"""The official rules, run by Saxon: compiled once for the process and used again and again.

What is safe with threads: a process has one `PySaxonProcessor`, and any thread may use it. Its
calls hold the interpreter's lock, so two threads do not validate faster than one, and a compiled
sheet keeps the state of its last run, so a lock of ours lets in one thread at a time. Start it
only after a server has forked its workers, as the press: Saxon keeps a thread of its own.

The sheets are lightened before they are compiled: besides what fails they also report each rule
that was looked at, and walk through the whole document once more for each pattern to say so.
Nobody reads that. No test, message or condition is touched, and tests compare the findings with
those of the sheets as they are published.
"""

import importlib
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from klantkluis.billing.einvoice.artefacts import (
    EN16931_CII_CODES,
    EN16931_CII_RULES,
    EN16931_UBL_RULES,
    PEPPOL_RULES,
    path_of,
)
from klantkluis.billing.einvoice.findings import Finding, Layer, is_accepted

STOPPED: Final = "STOPPED"
"""What stands for a rule when a sheet cannot go on: as two names where one may stand."""

_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
_STARTS: Final = frozenset({"/", "root()"})
_ONLY_REPORTS: Final = (f"{_SVRL}fired-rule", f"{_SVRL}active-pattern")

# A code is looked up in a file of lists that the sheet opens again for each invoice.
_LOOK_UP: Final = re.compile(
    r"document\('[^']+'\)/codedb/cl\[@id=(\d+)\]/enumeration\[@value=(\$\w+)\]"
)
_BRACKETED: Final = re.compile(r"^\[([A-Z0-9-]+)\]\s*-?\s*")
_NAMESPACES: Final = re.compile(r"Q\{[^}]*\}|\*:|\[namespace-uri\(\)='[^']*'\]")


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A rule set: in whose name it finds, its stylesheet, and the code lists beside it."""

    layer: Layer
    path: Path
    codes: Path | None = None


def en16931_ubl() -> RuleSheet:
    """Give the rules of EN 16931 for UBL."""
    return RuleSheet(Layer.EN16931, path_of(EN16931_UBL_RULES))


def en16931_cii() -> RuleSheet:
    """Give the rules of EN 16931 for CII, as Factur-X and ZUGFeRD have them."""
    return RuleSheet(Layer.EN16931, path_of(EN16931_CII_RULES), path_of(EN16931_CII_CODES))


def peppol_ubl(path: Path | None = None) -> RuleSheet:
    """Give the rules of Peppol BIS Billing 3, to be run after those of EN 16931.

    Args:
        path: a newer release than the package ships, where there is one.
    """
    return RuleSheet(Layer.PEPPOL, path or path_of(PEPPOL_RULES))


def nlcius_ubl(path: Path) -> RuleSheet:
    """Give the rules of NLCIUS, which no package ships, from a file."""
    return RuleSheet(Layer.NLCIUS, path)


def rule_findings(document: str, sheets: Sequence[RuleSheet]) -> tuple[Finding, ...]:
    """Run rule sets over an XML document without document type, in their order.

    After a fatal finding the next sets do not run: they count on what the first ones ask, and
    where that is not there Saxon writes warnings with words of the invoice.
    """
    found: list[Finding] = []
    with _saxon.lock:
        node = _saxon.processor.parse_xml(xml_text=document)
        for sheet in sheets:
            try:
                said = _saxon.compiled(sheet).transform_to_string(xdm_node=node)
            except _library().PySaxonApiError:
                found.append(_stopped(sheet.layer))
            else:
                found.extend(_read(said, sheet.layer))
            if not is_accepted(found):
                break
    return tuple(found)


def warm(sheets: Iterable[RuleSheet]) -> None:
    """Compile rule sets now, so that the first invoice does not wait for it."""
    with _saxon.lock:
        for sheet in sheets:
            _saxon.compiled(sheet)


@cache
def _library() -> Any:
    """Load Saxon when it is first needed: a process that checks no e-invoice saves 8 MB."""
    return importlib.import_module("saxonche")


class _Saxon:
    """The one processor of this process, made when it is first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._processor: Any = None
        self._compiled: dict[RuleSheet, Any] = {}

    @property
    def processor(self) -> Any:
        if self._processor is None:
            self._processor = _library().PySaxonProcessor(license=False)
        return self._processor

    def compiled(self, sheet: RuleSheet) -> Any:
        """Give the sheet ready to run. Call it under the lock."""
        if sheet not in self._compiled:
            compiler = self.processor.new_xslt30_processor()
            made = compiler.compile_stylesheet(stylesheet_text=lightened(sheet.path))
            if sheet.codes is not None:
                lists = self.processor.parse_xml(xml_file_name=str(sheet.codes))
                made.set_parameter("code-lists", lists)
            self._compiled[sheet] = made
        return self._compiled[sheet]


_saxon: Final = _Saxon()


@cache
def lightened(path: Path) -> str:
    """Give a stylesheet without the reports of what was looked at, and with quick look-ups."""
    sheet = etree.parse(path).getroot()
    for report in list(sheet.iter(*_ONLY_REPORTS)):
        parent = report.getparent()
        assert parent is not None, "a report is never the whole sheet"
        parent.remove(report)
    opens = False
    for instruction in sheet.iter(f"{_XSL}when", f"{_XSL}if"):
        test = instruction.get("test", "")
        quick = _LOOK_UP.sub(r"key('code', concat('\1 ', \2), $code-lists)", test)
        assert "document(" not in quick, "the rules open a file in a way that is not known"
        if quick != test:
            instruction.set("test", quick)
            opens = True
    if opens:
        _add_lists(sheet)
    _catch(sheet)
    return str(etree.tostring(sheet, encoding="unicode"))


def _catch(sheet: etree._Element) -> None:
    """Let a sheet that cannot go on say so in its report.

    Saxon writes an error that nobody catches to the standard error of the process, and quotes the
    invoice in it: that would be a name in a log.
    """
    starts = [each for each in sheet.iter(f"{_XSL}template") if each.get("match") in _STARTS]
    starts = [each for each in starts if each.get("mode") is None]
    assert starts, "the rules start in a way that is not known"
    for start in starts:
        tried = etree.Element(f"{_XSL}try")
        for part in list(start):
            if part.tag != f"{_XSL}param":
                tried.append(part)
        caught = etree.SubElement(tried, f"{_XSL}catch")
        report = etree.SubElement(caught, f"{_SVRL}schematron-output")
        etree.SubElement(report, f"{_SVRL}failed-assert", id=STOPPED)
        start.append(tried)


def _add_lists(sheet: etree._Element) -> None:
    """Let the code lists come in as a parameter, with an index on them."""
    index = etree.Element(f"{_XSL}key")
    index.set("name", "code")
    index.set("match", "enumeration")
    index.set("use", "concat(../@id, ' ', @value)")
    lists = etree.Element(f"{_XSL}param")
    lists.set("name", "code-lists")
    sheet.insert(0, index)
    sheet.insert(0, lists)


def _read(said: str, layer: Layer) -> list[Finding]:
    """Read a report in SVRL. A finding without a flag is fatal."""
    report = etree.fromstring(said.encode())
    found = []
    for each in report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        if each.get("id") == STOPPED:
            found.append(_stopped(layer))
            continue
        text = " ".join((each.findtext(f"{_SVRL}text") or "").split())
        named = _BRACKETED.match(text)
        found.append(
            Finding(
                layer=layer,
                rule=each.get("id") or (named[1] if named is not None else ""),
                fatal=each.get("flag", "fatal") != "warning",
                text=_BRACKETED.sub("", text),
                location=_NAMESPACES.sub("", each.get("location", "")),
            )
        )
    return found


def _stopped(layer: Layer) -> Finding:
    return Finding(
        layer=layer,
        rule=STOPPED,
        fatal=True,
        text="The rules could not be run to their end: something stands in a wrong place.",
        dutch="De regels konden niet worden nagegaan: er staat iets op een verkeerde plaats.",
    )
