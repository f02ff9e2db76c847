"""Members of staff, their roles and sessions, and what keeps guessers out."""

from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from klantkluis.core.roles import Role

ROLES: list[tuple[str, object]] = [
    (Role.OWNER, _("Owner")),
    (Role.SALES, _("Sales")),
    (Role.WAREHOUSE, _("Warehouse")),
    (Role.BOOKKEEPER, _("Bookkeeper")),
    (Role.MARKETING, _("Marketing")),
    (Role.FISCAL, _("Fiscal archive")),
]
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by log-in name, in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """Give the member of staff with this log-in name."""
        return self.get(username__iexact=(username or "").strip())

    def owners(self) -> models.QuerySet["Staff"]:
        """Give the active staff who hold the role of owner."""
        return self.filter(is_active=True, role_rows__role=Role.OWNER)


class Staff(AbstractBaseUser):
    """A colleague who can log in. `uid` is how the vault and the audit log name this person.

    Since `closed_at` this person works here no more; the account goes when its term is over.
    """

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    theme = models.CharField(max_length=5, choices=THEMES, default="auto")
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_account_for_a_log_in_name"),
        ]

    def __str__(self) -> str:
        return f"staff {self.pk}"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles of this person, read once."""
        return frozenset(Role(row.role) for row in self.role_rows.all())

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name in small places."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class StaffRole(models.Model):
    """One role of one member of staff."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="role_rows")
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="a_role_is_one_we_know",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of staff {self.staff_id}"


class Invitation(models.Model):
    """A one-time code with which a colleague chooses a log-in password. Only its hash is kept."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="invitation")
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation of staff {self.staff_id}"


class StaffSession(AbstractBaseSession):
    """A session of a member of staff. `session_key` is a hash of what the cookie holds."""

    staff = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"session of staff {self.staff_id}"


class FailedLogIns(models.Model):
    """How often log-in failed for one account name or one address, and until when it must wait.

    `subject` is a keyed hash: people type their password in the wrong field now and then.
    """

    subject = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"
