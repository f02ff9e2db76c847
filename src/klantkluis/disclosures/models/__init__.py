"""Rows of hand-overs: facts that only grow."""

from klantkluis.disclosures.models.handed import DisclosedSubject, Disclosure, DisclosureFile
from klantkluis.disclosures.models.notices import Notice, NoticeEnding

__all__ = ["DisclosedSubject", "Disclosure", "DisclosureFile", "Notice", "NoticeEnding"]
