"""Where checks ask about work of other rooms: each list is filled by whose work it is.

A function in `OVERDUE` gives one sentence for each thing that should have been done by a moment, by
what it is about: terms of keeping, requests of people, or breaches;
one in `GROUNDS` for each hand-over without a legal ground.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

type Overdue = Callable[[datetime], Iterable[str]]
type Grounds = Callable[[], Iterable[str]]

TERMS, REQUESTS, BREACHES = "terms", "requests", "breaches"
OVERDUE: dict[str, list[Overdue]] = {TERMS: [], REQUESTS: [], BREACHES: []}
GROUNDS: list[Grounds] = []
