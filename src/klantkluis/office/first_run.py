"""How far a new office is."""

from django.urls import reverse

from klantkluis.foundation.models import Company
from klantkluis.office.lock import door


def next_step() -> str:
    """Give the page of the step of the first run that is still to be taken, else home."""
    status = door.vault().status()
    if status.is_running and not status.is_installed:
        return reverse("setup:vault")
    if status.is_open and not status.sheets_confirmed:
        return reverse("vault:confirm-sheet", args=[1])
    if not Company.objects.exists():
        return reverse("company:company")
    return reverse("home")
