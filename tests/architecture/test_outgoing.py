"""P9: nothing goes out by itself. Only the doors that the owner can shut know how to go out."""

import ast

from architecture.source import PACKAGE, imports, trees, where

CLIENTS = frozenset(
    {"requests", "urllib3", "urllib.request", "http.client", "httpx", "aiohttp", "smtplib"}
    | {"imaplib", "poplib", "ftplib", "telnetlib", "xmlrpc.client", "websockets", "zeep", "mollie"}
)
DOORS = frozenset(
    {"foundation/outgoing.py", "foundation/mail/transport.py", "foundation/mail/imap.py"}
    | {"shop/transport.py", "site/mail.py", "site/shop/mollie.py"}
)
ON_THIS_MACHINE = frozenset({"office/bench/browsing.py", "office/bench/site_running.py"})
"""Benches ask an office and a site that they started themselves."""


def is_client(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in CLIENTS)


def clients(tree: ast.Module) -> set[str]:
    return {name for name in imports(tree) if is_client(name)}


def test_only_the_doors_know_how_to_go_out():
    wrong = [
        f"{where(path)}: {sorted(clients(tree))}"
        for path, tree in trees().items()
        if str(path.relative_to(PACKAGE)) not in DOORS | ON_THIS_MACHINE and clients(tree)
    ]
    assert wrong == []


def test_this_test_would_see_one():
    tree = ast.parse("from urllib import request\nimport smtplib as s\nfrom requests import get")
    assert clients(tree) == {"urllib.request", "smtplib", "requests.get"}
