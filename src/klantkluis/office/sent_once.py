"""Views of forms that write something down: the second press leads to what the first one made."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from klantkluis.foundation.once import SentBefore
from klantkluis.office.requests import OfficeRequest

type View = Callable[..., HttpResponse]
ROW: Final = "row"
"""Stands for the row that the first press made."""


def sent_once(view_name: str, by: str = "") -> Callable[[View], View]:
    """Lead whoever sends the same page again to what is there already, and say so.

    Args:
        view_name: where that is shown.
        by: which number stands in its address: `ROW`, one of the address of this page, or none.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def once(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except SentBefore as before:
                messages.info(request, before.sentence)
                numbers = {ROW: before.row_id, **kwargs}
                return redirect(view_name, *([numbers[by]] if by else []))

        return once

    return decorate
