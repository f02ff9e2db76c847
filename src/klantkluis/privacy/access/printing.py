"""A package on paper: the overview, and behind it every document as it was issued."""

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from pikepdf import Pdf

from klantkluis.core.refusals import Refusal
from klantkluis.privacy.access.gathering import files
from klantkluis.privacy.access.package import Package
from klantkluis.privacy.access.paper import as_pdf

MOST: Final = 200
"""So many documents are printed at most: nobody wants a box of paper, and memory is bounded."""


class TooMuchPaper(Refusal):
    """There are more documents than anybody wants on paper."""


def printed(package: Package) -> bytes:
    """Give one PDF to print: the overview with the documents behind it.

    E-invoices are for machines: the overview names them, and the paper says the same.

    Raises:
        TooMuchPaper: there are too many documents for paper.
    """
    if package.documents > MOST:
        raise TooMuchPaper(
            _(
                "These are %(count)d documents: too many to print. Give the package as an"
                " encrypted file."
            )
            % {"count": package.documents},
            field="way",
        )
    if not package.documents:
        return as_pdf(package)
    with Pdf.open(BytesIO(as_pdf(package, documents_follow=True))) as whole:
        for holding in package.holdings:
            for item, contents in files(holding):
                if item.document.endswith(".pdf"):
                    with Pdf.open(BytesIO(contents)) as paper:
                        whole.pages.extend(paper.pages)
        made = BytesIO()
        whole.save(made)
    return made.getvalue()
