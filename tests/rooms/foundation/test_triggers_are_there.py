"""Each trigger that a migration made is there when all migrations have run."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from klantkluis.foundation.triggers import Lifted, Trigger

THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def expected() -> set[str]:
    """Give the triggers that are left when all migrations have run, in the order in which they do.

    A room guards its own tables; the room of privacy lets some of them go (GDPR art. 17).
    """
    loader = MigrationLoader(connection)
    leaves = loader.graph.leaf_nodes()
    order = dict.fromkeys(key for leaf in leaves for key in loader.graph.forwards_plan(leaf))
    found: set[str] = set()
    for key in order:
        for operation in loader.disk_migrations[key].operations:
            if isinstance(operation, Lifted):
                found.remove(operation.name)
            elif isinstance(operation, Trigger):
                assert operation.name not in found, f"{operation.name} is made twice"
                found.add(operation.name)
    return found


@pytest.mark.django_db
def test_no_trigger_was_lost_when_its_table_was_made_anew():
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    assert len(found) > 100
    assert found == expected()
