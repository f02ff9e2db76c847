"""Imports are forgotten after a day, whatever became of them."""

from django.tasks import task
from django.utils import timezone

from klantkluis.office.imports.keeping import forget
from klantkluis.office.imports.models import KEPT_FOR


@task
def forget_imports() -> int:
    """Remove imports of more than a day ago; give how many."""
    return forget(timezone.now())


def forget_later() -> None:
    """Let the worker forget what is here now as soon as its day is over."""
    forget_imports.using(run_after=timezone.now() + KEPT_FOR).enqueue()
