"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.requests import PrivacyRequest, RequestLetter, RequestStep

__all__ = ("PrivacyRequest", "RequestLetter", "RequestStep")
