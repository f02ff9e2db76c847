"""A page that is sent twice does its work once.

Somebody presses a button twice, or goes back in the browser and presses it again. Each form that
writes something down carries a random uid, and the row that it makes bears it: so the second time
finds the row of the first.
"""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.sealed_model import SealedModel


class SentBefore(Refusal):
    """What was sent is here already: nothing was done a second time."""

    def __init__(self, row_id: int) -> None:
        """Refuse, and say which row the first time made."""
        super().__init__(_("This was written down before. Nothing was added a second time."))
        self.row_id = row_id


def uid_of_form(model: type[SealedModel], uid: UUID | None) -> UUID:
    """Give the uid of a new row: the one that came with a form, or else a fresh one.

    Raises:
        SentBefore: the form made a row before.
    """
    if uid is not None:
        _refuse_again(model, uid)
    return uid or uuid4()


def insert_once(row: SealedModel) -> None:
    """Save a new row; see `insert`.

    Raises:
        SentBefore: the same form made one at this very moment.
    """
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:
        _refuse_again(type(row), row.uid)
        raise


def _refuse_again(model: type[SealedModel], uid: UUID) -> None:
    before = model._default_manager.filter(uid=uid).values_list("pk", flat=True).first()
    if before is not None:
        raise SentBefore(before)
