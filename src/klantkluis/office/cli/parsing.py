"""The words of the commands about backups, and where an office is for every command."""

import argparse
import os
from pathlib import Path

type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_backup(commands: Commands) -> None:
    """Add backup, restore and rehearse."""
    backup = commands.add_parser("backup", help="write data and log to an encrypted file")
    _office(backup)
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="best another disk")
    backup.add_argument("--keep-days", type=int, default=90, help="older backups are removed")
    backup.set_defaults(run=_run_backup)
    restore = commands.add_parser("restore", help="put a backup back into an empty office")
    _office(restore)
    restore.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE")
    restore.add_argument("--keystore", type=Path, metavar="COPY", help="when today's is lost")
    restore.add_argument("--rehearsal", action="store_true", help=argparse.SUPPRESS)
    _secret(restore)
    restore.set_defaults(run=_run_restore)
    rehearse = commands.add_parser("rehearse", help="try whether a backup can be restored")
    _office(rehearse)
    where = rehearse.add_mutually_exclusive_group(required=True)
    where.add_argument("--backups", type=Path, metavar="DIR", help="take the newest in this folder")
    where.add_argument("--from", dest="source", type=Path, metavar="FILE")
    _secret(rehearse)
    rehearse.set_defaults(run=_run_rehearse)


def _office(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dir", type=Path, required=True, help="the office's directory")


def _secret(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sheet", action="store_true", help="read it with a recovery sheet, not a password"
    )
    parser.add_argument(
        "--password-fd", type=int, metavar="N", help="read password or sheet from this descriptor"
    )


def settle(directory: Path, mode: str) -> None:
    """Point this process, and those that it starts, at an office's directory."""
    os.environ["KLANTKLUIS_DIR"] = str(directory.resolve())
    os.environ["KLANTKLUIS_MODE"] = mode
    os.environ["DJANGO_SETTINGS_MODULE"] = "klantkluis.office.settings"


def _settle(options: argparse.Namespace) -> None:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))


def _run_backup(options: argparse.Namespace) -> int:
    _settle(options)
    from klantkluis.office.cli.backup import run_backup

    return run_backup(to=options.to, keep_days=options.keep_days)


def _run_restore(options: argparse.Namespace) -> int:
    _settle(options)
    from klantkluis.office.cli.backup import run_restore

    return run_restore(
        source=options.source,
        keystore=options.keystore,
        sheet=options.sheet,
        password_fd=options.password_fd,
        rehearsal=options.rehearsal,
    )


def _run_rehearse(options: argparse.Namespace) -> int:
    _settle(options)
    from klantkluis.office.cli.backup import run_rehearse

    return run_rehearse(
        source=options.source,
        backups=options.backups or Path(),
        sheet=options.sheet,
        password_fd=options.password_fd,
    )
