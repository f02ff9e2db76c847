"""The first look at an e-invoice: is it built as the schema says?"""

import re
import threading
from functools import cache
from typing import Any, Final

from lxml import etree

from klantkluis.billing.einvoice.artefacts import (
    CII_SCHEMA,
    UBL_CREDIT_NOTE_SCHEMA,
    UBL_INVOICE_SCHEMA,
    path_of,
)
from klantkluis.billing.einvoice.findings import Finding, Layer
from klantkluis.billing.einvoice.reading import Syntax

MOST_FINDINGS: Final = 20
"""After one wrong element the schema often finds fault with all that follow."""

_ARTEFACTS: Final = {
    Syntax.UBL_INVOICE: UBL_INVOICE_SCHEMA,
    Syntax.UBL_CREDIT_NOTE: UBL_CREDIT_NOTE_SCHEMA,
    Syntax.CII: CII_SCHEMA,
}
_NAMESPACE: Final = re.compile(r"\{[^}]*\}")

# A schema keeps the errors of its last run, so it serves one thread at a time.
_lock: Final = threading.Lock()


def schema_findings(root: etree._Element, syntax: Syntax) -> tuple[Finding, ...]:
    """Compare an e-invoice with its schema; every finding is fatal."""
    with _lock:
        schema = _schema(syntax)
        if schema.validate(root):
            return ()
        log: Any = schema.error_log
        errors = list(log)[:MOST_FINDINGS]
    return tuple(
        Finding(
            layer=Layer.SCHEMA,
            rule="XSD",
            fatal=True,
            text=_NAMESPACE.sub("", str(each.message)),
            location=f"line {each.line}",
        )
        for each in errors
    )


@cache
def _schema(syntax: Syntax) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path_of(_ARTEFACTS[syntax])))
