"""Checks of files: logs, the log of the vault, backups and copies of keys."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.core.account_files import accounts_in_file
from klantkluis.foundation.company import own_accounts
from klantkluis.privacy.proofs.shapes import Around, Check, Sentences

LONGEST: Final = timedelta(days=7)


def no_accounts_in_files(around: Around) -> Sentences:
    """Look in every file for bank account numbers; names of files are ours, and name nobody."""
    ours = frozenset("".join(each.split()).upper() for each in own_accounts())
    for path in around.files():
        try:
            count = sum(1 for found in accounts_in_file(path) if found not in ours)
        except (FileNotFoundError, EOFError):
            continue  # a file may go while we look
        except OSError:
            yield f"the file {path.name} could not be read, so nobody looked in it"
            continue
        if count:
            yield f"the file {path.name} holds {count} bank account numbers"
    for each in around.upkeep.own_files(read=True):
        if each.accounts:
            yield f"the file {each.name} holds {each.accounts} bank account numbers"
    for folder in around.shut_folders():
        yield f"the folder {folder.name} could not be read, so nobody looked in it"


def copies_are_young(around: Around) -> Sentences:
    """Look whether any copy of keys is older than seven days."""
    copies = list(around.key_copies())
    theirs = around.upkeep.own_files(read=False)
    copies += [(each.name, each.copied) for each in theirs if each.copied]
    for name, made in copies:
        age = around.now - made
        if age > LONGEST:
            yield f"the copy of keys {name} is {age.days} days old"


CHECKS: Final = (
    Check(
        id="accounts.files",
        title=_("No bank account number in files"),
        looks_at=_(
            "Logs, the log of the vault, backups and every other file of the office, byte for"
            " byte. The database is looked at column by column."
        ),
        find=no_accounts_in_files,
        weight=4,
    ),
    Check(
        id="copies.young",
        title=_("Copies of keys are at most seven days old"),
        looks_at=_("Every copy of the keys of the vault, wherever the office keeps one."),
        find=copies_are_young,
    ),
)
