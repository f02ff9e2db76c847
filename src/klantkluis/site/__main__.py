"""The command line of the site: run it, and show the code with which an office is paired."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from klantkluis import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `klantkluis-site`; give the exit code."""
    os.umask(0o077)
    options = _parser().parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "klantkluis.site.settings"
    if options.dir is not None:
        os.environ["KLANTKLUIS_SITE_DIR"] = str(options.dir.resolve())
    os.environ.setdefault("KLANTKLUIS_SITE_MODE", "production")
    owner = _other_owner()
    if owner:
        print(f"The shop belongs to the user {owner}. Run this as that user.", file=sys.stderr)
        return 2
    code: int = options.run(options)
    return code


def _other_owner() -> str:
    """Give whose the shop is when root would work in it; what root makes, its owner cannot read."""
    from klantkluis.site.place import here

    if os.geteuid() != 0 or not here().root.exists() or here().root.stat().st_uid == 0:
        return ""
    return here().root.owner()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="klantkluis-site", description="The shop of Klantkluis on the internet."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run the shop")
    run.add_argument("--host", default="127.0.0.1", help="address to listen on")
    run.add_argument("--port", type=int, default=8080, help="port to listen on")
    run.set_defaults(run=_run)
    pair = commands.add_parser("pair", help="show the code with which an office is paired")
    pair.set_defaults(run=_pair)
    for each in (run, pair):
        each.add_argument("--dir", type=Path, help="where the site keeps its things")
    return parser


def _prepare() -> None:
    import django
    from django.core.management import call_command

    from klantkluis.site.place import here

    here().prepare()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _run(options: argparse.Namespace) -> NoReturn:
    """Become the web server: one process, for the pepper is in its memory alone.

    It speaks HTTPS with the certificate of KLANTKLUIS_SITE_CERTIFICATE and its key, or HTTP to a
    reverse proxy on this machine.
    """
    _prepare()
    static = Path(__file__).parent / "static"
    command = [
        sys.executable, "-m", "granian", "klantkluis.site.wsgi:application",
        "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
        "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error",
        "--static-path-route", "/static", "--static-path-mount", str(static),
    ]  # fmt: skip
    certificate = os.environ.get("KLANTKLUIS_SITE_CERTIFICATE")
    if certificate:
        key = os.environ["KLANTKLUIS_SITE_CERTIFICATE_KEY"]
        command += ["--ssl-certificate", certificate, "--ssl-keyfile", key]
    os.execv(command[0], command)  # noqa: S606 - our own command


def _pair(_options: argparse.Namespace) -> int:
    _prepare()
    from klantkluis.site.identity import identity

    print(identity().code())
    return 0


if __name__ == "__main__":
    sys.exit(main())
