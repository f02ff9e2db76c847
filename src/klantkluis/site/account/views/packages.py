"""Picking up a package of one's own data."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klantkluis.site.account import pick_ups
from klantkluis.site.account.keys import CannotOpen
from klantkluis.site.account.session import Me, own
from klantkluis.site.account.views.parts import awake
from klantkluis.site.errors import sorry


@require_POST
@awake
@own
def fetch(request: HttpRequest, mine: Me, uid: UUID) -> HttpResponseBase:
    """Give a package to who is logged in: opened here in memory, as it streams out."""
    try:
        found = pick_ups.open_package(mine, uid)
    except CannotOpen:
        return _not_opened(request)
    if found is None:
        raise Http404
    size, pieces = found
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_("my-data")}.zip"'
    response["Content-Length"] = str(size)
    return response


@require_POST
@awake
@own
def drop(request: HttpRequest, mine: Me, uid: UUID) -> HttpResponse:
    """Delete a package here, before its time."""
    pick_ups.drop_package(mine.account, uid)
    return redirect("account")


def _not_opened(request: HttpRequest) -> HttpResponse:
    return sorry(
        request,
        _("This package does not open"),
        _("It was made for an older password of yours. Please ask us for a new one."),
        410,
    )
