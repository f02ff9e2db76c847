"""Post from the shop: what people asked, and whether somebody answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.intake.names import KINDS, said_in
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import number_cursor
from klantkluis.privacy.queries import request_from_post
from klantkluis.shop.commands.deciding import handle_post
from klantkluis.shop.queries import MOST, post_card, post_rows


@allow(Role.SALES)
@require_safe
def letters(request: OfficeRequest) -> HttpResponse:
    """List the post, the newest first: what is open, or what was handled."""
    handled = request.GET.get("state") == "handled"
    rows = post_rows(
        vault=request.actor.vault,
        handled=handled,
        below=number_cursor(request.GET.get("after", "")),
        limit=MOST + 1,
    )
    context = {
        "rows": rows[:MOST],
        "next": rows[MOST - 1].id if len(rows) > MOST else None,
        "handled": handled,
        "kinds": KINDS,
        "today": timezone.localdate(),
        "locked": not request.actor.vault.is_open,
    }
    return render(request, "office/intake/post.html", context)


@allow(Role.SALES)
@require_safe
def letter(request: OfficeRequest, post_id: int) -> HttpResponse:
    """Show one letter, and what can be done with it."""
    row = post_card(post_id=post_id, vault=request.actor.vault)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "kind": KINDS[row.kind],
        "said": said_in(row.fields),
        "request_of": request_from_post(post_uid=row.uid) if row.uid else None,
        "today": timezone.localdate(),
        "locked": not request.actor.vault.is_open,
    }
    return render(request, "office/intake/letter.html", context)


@allow(Role.SALES)
@require_POST
def handled(request: OfficeRequest, post_id: int) -> HttpResponse:
    """Note that it was dealt with."""
    handle_post(post_id=post_id, actor=request.actor, now=timezone.now())
    messages.success(request, _("Noted as handled."))
    return redirect("intake:post")
