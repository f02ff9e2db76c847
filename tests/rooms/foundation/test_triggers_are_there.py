"""Each trigger that a migration made is there when all migrations have run."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from klantkluis.foundation.triggers import Lifted, Trigger

THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.mark.django_db
def test_no_trigger_was_lost_when_its_table_was_made_anew():
    made = {
        operation.name
        for migration in MigrationLoader(connection).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Trigger) and not isinstance(operation, Lifted)
    }
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    assert len(made) > 50
    assert made <= found, f"lost: {sorted(made - found)}"
