"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.hand_overs import HandOver, HandOverEnd

__all__ = ["HandOver", "HandOverEnd"]
