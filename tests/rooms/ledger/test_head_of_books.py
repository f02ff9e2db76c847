"""What the vault reads of the books to name them in its checkpoints, on both databases."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from klantkluis.ledger.queries import ledger_head
from klantkluis.vault.index.source import SqlSource, source_of
from rooms.story import a_line, a_product, a_sent_invoice
from support.prepared import put_tables


def run(query, values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def test_the_vault_reads_the_same_head_as_the_room(owner, our_company):
    source = SqlSource(run)
    assert source.ledger_head() is None
    assert source.ledger_hashes([1]) == {}
    for sku in ("A", "B"):
        a_sent_invoice(owner, [a_line(a_product(owner, sku=sku))])
    number, head = source.ledger_head()
    assert (number, head) == ledger_head()
    hashes = source.ledger_hashes([number, 1, 999])
    assert hashes[number] == head
    assert set(hashes) == {1, number}


def empty_books(folder: Path) -> str:
    """Give where a connection of its own finds the tables, without a row.

    What a test wrote is not committed, so on PostgreSQL that is the database of the tests. That of
    SQLite is in memory, and a file has the same tables.
    """
    if connection.vendor == "sqlite":
        put_tables(folder)
        return f"sqlite:///{folder}/office.sqlite3"
    url, name = settings.PLACE.database_url, connection.settings_dict["NAME"]
    base, _, options = url.partition("?")
    return f"{base.rpartition('/')[0]}/{name}?{options}"


def test_a_connection_of_its_own_asks_in_the_words_of_the_database(db, tmp_path):
    source = source_of(empty_books(tmp_path))
    assert source.ledger_head() is None
    assert source.ledger_hashes([1, 2]) == {}
