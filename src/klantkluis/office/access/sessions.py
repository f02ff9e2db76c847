"""Sessions in the database, under a hash of their key, each with its owner and origin.

A copy of the database holds no key with which a session could be taken over.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

ORIGIN = "_origin"
"""Where a session was begun: address and browser, put there when somebody logs in."""


def hashed(session_key: str) -> str:
    """Give the 160 bits under which a session is stored."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's store with hashed keys. Names of methods are Django's."""

    seen_at: datetime | None = None
    """When the session was last noted as used, once it has been read."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Give the model that holds sessions of staff."""
        from klantkluis.office.access.models import StaffSession  # noqa: PLC0415 - needs the apps

        return StaffSession

    def _get_session_from_db(self) -> Any:
        row: Any = self.model.objects.filter(
            session_key=hashed(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
            return None
        self.seen_at = row.seen_at
        return row

    def exists(self, session_key: str) -> bool:
        """Tell whether a session with this key is stored."""
        return self.model.objects.filter(session_key=hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Make the row of the session, with its owner and origin beside the data."""
        row: Any = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        staff_id = data.get("_auth_user_id")
        row.staff_id = int(staff_id) if staff_id else None
        origin = data.get(ORIGIN, {})
        row.address = origin.get("address", "")
        row.browser = origin.get("browser", "")
        if "started_at" in origin:
            row.started_at = origin["started_at"]
        row.seen_at = timezone.now()
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the current session, or the one with this key."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=hashed(key)).delete()
