"""Commands: one act, one transaction, one audit event."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.models import Event

P = ParamSpec("P")
R = TypeVar("R")


def command(name: str, *roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an act of the office: checked, in one transaction, with one audit event.

    The function takes keyword arguments only, among them `actor`. The owner and actors with one
    of `roles` may do it. The event holds the name of the act, who did it and the ids among the
    arguments and in the result; never any other value.

    Raises:
        NotAllowed: the actor has none of the roles.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs["actor"]
            assert isinstance(actor, Actor)
            if not actor.may(*roles):
                raise NotAllowed(_("Your account may not do this. Ask the owner for the right."))
            with transaction.atomic():
                result = function(*args, **kwargs)
                insert(
                    Event(
                        name=name,
                        staff_id=actor.staff_id,
                        channel=actor.channel,
                        about=_ids(kwargs) | _ids({"result": result}),
                    )
                )
            return result

        act.command_name = name  # type: ignore[attr-defined]
        return act

    return decorate


def _ids(values: dict[str, Any]) -> dict[str, Any]:
    """Keep only what identifies rows: ids, uids, days and choices."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Enum):
            kept[name] = value.value
        elif isinstance(value, UUID | date):
            kept[name] = str(value)
        elif isinstance(value, int) and (name == "result" or name.endswith("_id")):
            kept[name] = value
    return kept
