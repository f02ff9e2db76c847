"""Handing out a PDF: kept by no cache, and named after the number of the document only."""

from django.http import HttpResponse

from klantkluis.office.requests import OfficeRequest


def pdf(request: OfficeRequest, contents: bytes, *, name: str) -> HttpResponse:
    """Give a PDF to look at, or to keep when the address says `?download`."""
    response = HttpResponse(contents, content_type="application/pdf")
    way = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{way}; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
