"""Who may do what in the office."""

from enum import StrEnum


class Role(StrEnum):
    """A task of a member of staff; one person may have several.

    Owner may do everything. Fiscal is the only role that reads what is kept for the law alone.
    """

    OWNER = "owner"
    SALES = "sales"
    WAREHOUSE = "warehouse"
    BOOKKEEPER = "bookkeeper"
    MARKETING = "marketing"
    FISCAL = "fiscal"


class Channel(StrEnum):
    """Through which door a change came in: part of the provenance of each change."""

    OFFICE = "office"
    IMPORT = "import"
    COMMAND_LINE = "command_line"
    API = "api"
    JOB = "job"
    SITE = "site"
