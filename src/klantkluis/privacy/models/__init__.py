"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.breaches import (
    Breach,
    BreachClosure,
    BreachDecision,
    BreachedSubject,
    BreachHit,
    BreachLetter,
    BreachNote,
    BreachReport,
    BreachTold,
)

__all__ = (
    "Breach",
    "BreachClosure",
    "BreachDecision",
    "BreachHit",
    "BreachLetter",
    "BreachNote",
    "BreachReport",
    "BreachTold",
    "BreachedSubject",
)
