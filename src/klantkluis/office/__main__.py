"""Reading the command line, and handing over to one command."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from klantkluis import __version__
from klantkluis.office.cli.parsing import add_backup, settle
from klantkluis.vault.server.daemon import main as vaultd

BENCHES = (
    "flow",
    "invoices",
    "search",
    "unlock",
    "pages",
    "einvoice-validate",
    "shop-pages",
    "checkout",
    "pull",
    "backup",
    "prove",
    "access",
    "erase",
    "sweep",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `klantkluis`; give the exit code."""
    os.umask(0o077)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["vaultd"]:
        return vaultd(words[1:])
    options = _parser().parse_args(words)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="klantkluis",
        description="Customer administration: what we know of a person stays under lock.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_office(commands)
    _add_demo(commands)
    _add_books(commands)
    _add_housekeeping(commands)
    _add_retention(commands)
    _add_prove(commands)
    _add_bench(commands)
    _add_import(commands)
    add_backup(commands)
    _add_parts(commands)
    return parser


def _add_office(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    office = commands.add_parser("office", help="run a real office; an empty one asks who you are")
    office.add_argument("--dir", type=Path, required=True, help="where the office keeps its things")
    office.add_argument("--host", default="127.0.0.1", help="address to listen on")
    office.add_argument("--port", type=int, default=8443, help="port to listen on")
    office.add_argument("--name", action="append", default=[], help="host name of the office")
    office.set_defaults(run=_run_office)


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="run an office with a believable company in it")
    demo.add_argument("--dir", type=Path, default=Path(".data/demo"))
    demo.add_argument("--customers", type=int, default=2000)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--shop-port", type=int, default=8080)
    demo.add_argument("--fill-only", action="store_true", help="make the company and stop")
    demo.set_defaults(run=_run_demo)


def _add_books(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    books = commands.add_parser("books", help="check every rule over all rows")
    books.add_argument("--dir", type=Path, default=Path(".data/demo"))
    books.set_defaults(run=_run_books)


def _add_housekeeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keep = commands.add_parser("housekeeping", help="do once what is otherwise done each night")
    keep.add_argument("--dir", type=Path, required=True, help="the office's directory")
    keep.set_defaults(run=_run_housekeeping)


def _add_retention(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keep = commands.add_parser("retention", help="let go of what was kept for its term")
    keep.add_argument("--dir", type=Path, required=True, help="the office's directory")
    keep.add_argument("--dry-run", action="store_true", help="say what is due and change nothing")
    keep.set_defaults(run=_run_retention)


def _add_prove(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    prove = commands.add_parser("prove", help="check each sentence of the privacy statement")
    prove.add_argument("--dir", type=Path, help="the office's directory; KLANTKLUIS_DIR if left")
    prove.add_argument("--json", action="store_true", help="one JSON object as the last line")
    prove.set_defaults(run=_run_prove)


def _add_bench(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bench = commands.add_parser("bench", help="measure the office on data of its own")
    bench.add_argument("name", choices=BENCHES)
    bench.add_argument("--n", type=int, default=0, help="how many; 0 is the usual size")
    bench.add_argument("--database", default="", metavar="URL", help="an empty database to use")
    bench.add_argument("--json", action="store_true", help="one JSON object as the last line")
    bench.set_defaults(run=_run_bench)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    imports = commands.add_parser("import", help="read customers or products from a file")
    imports.add_argument("what", choices=("customers", "products"))
    imports.add_argument("file", type=Path, metavar="FILE")
    imports.add_argument("--dir", type=Path, required=True, help="the office's directory")
    imports.add_argument("--staff", required=True, help="the log-in name of who imports")
    imports.add_argument("--good-rows-only", action="store_true", help="leave out rows with errors")
    imports.add_argument("--dry-run", action="store_true", help="show what would happen")
    imports.set_defaults(run=_run_import)


def _add_parts(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parts of an office as a service manager starts them; see `deploy/`."""
    commands.add_parser("vaultd", help="run the vault alone", add_help=False)
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(run=_run_migrate)
    web = commands.add_parser("web", help="run the web server alone")
    web.add_argument("--host", default="127.0.0.1")
    web.add_argument("--port", type=int, default=8443)
    web.set_defaults(run=_run_web)
    jobs = commands.add_parser("jobs", help="run the job worker alone")
    jobs.set_defaults(run=_run_jobs)
    puller = commands.add_parser("puller", help="run the process that knocks at the shop alone")
    puller.set_defaults(run=_run_puller)


def _settle_part() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "klantkluis.office.settings"


def _run_migrate(_options: argparse.Namespace) -> int:
    _settle_part()
    from klantkluis.office.cli.running import prepare, say_first_code

    say_first_code(prepare())
    return 0


def _run_web(options: argparse.Namespace) -> int:
    _settle_part()
    from klantkluis.office.cli.running import become_web

    become_web(options.host, options.port)


def _run_jobs(_options: argparse.Namespace) -> int:
    _settle_part()
    from klantkluis.office.cli.running import become_jobs

    become_jobs()


def _run_puller(_options: argparse.Namespace) -> int:
    _settle_part()
    from klantkluis.office.cli.running import become_puller

    become_puller()


def _run_office(options: argparse.Namespace) -> int:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))
    if options.name:
        os.environ["KLANTKLUIS_HOSTS"] = ",".join(options.name)
    from klantkluis.office.cli.running import run_office

    return run_office(host=options.host, port=options.port)


def _run_demo(options: argparse.Namespace) -> int:
    settle(options.dir, "demo")
    from klantkluis.office.cli.demo import run_demo

    return run_demo(
        customers=options.customers,
        seed=options.seed,
        port=options.port,
        shop_port=options.shop_port,
        fill_only=options.fill_only,
    )


def _run_books(options: argparse.Namespace) -> int:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "demo"))
    from klantkluis.office.cli.books import run_books

    return run_books()


def _run_housekeeping(options: argparse.Namespace) -> int:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))
    from klantkluis.office.cli.housekeeping import run_housekeeping

    return run_housekeeping()


def _run_retention(options: argparse.Namespace) -> int:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))
    from klantkluis.office.cli.retention import run_retention

    return run_retention(dry_run=options.dry_run)


def _run_prove(options: argparse.Namespace) -> int:
    if options.dir is not None:
        settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))
    else:
        _settle_part()
    from klantkluis.office.cli.proving import run_prove

    return run_prove(as_json=options.json)


def _run_bench(options: argparse.Namespace) -> int:
    from klantkluis.office.bench import run_bench

    return run_bench(
        name=options.name, n=options.n, database=options.database, as_json=options.json
    )


def _run_import(options: argparse.Namespace) -> int:
    settle(options.dir, os.environ.get("KLANTKLUIS_MODE", "single"))
    from klantkluis.office.cli.importing import run_import

    return run_import(
        what=options.what,
        file=options.file,
        staff=options.staff,
        good_rows_only=options.good_rows_only,
        dry_run=options.dry_run,
    )


if __name__ == "__main__":
    sys.exit(main())
