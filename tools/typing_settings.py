"""The settings with which types are checked: the rows of both deployables at once."""

from klantkluis.office.settings import *  # noqa: F403
from klantkluis.office.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "klantkluis.site"]
