"""The index finds a place for any number of rows that come in one by one."""

from random import Random
from uuid import UUID

from klantkluis.vault.index.memory import MemoryIndex, Subject


def test_rows_that_come_in_one_by_one_stay_in_order() -> None:
    index, chance = MemoryIndex(), Random(7)
    for _ in index.finish():
        pass
    names = [f"{chance.choice('abcde')}{chance.randrange(10**6):06d}" for _ in range(3000)]
    for number, name in enumerate(names, start=1):
        index.put(Subject(UUID(int=number).bytes, number, {"surname": name}))
    found = index.db.execute("SELECT sort FROM d ORDER BY id").fetchall()
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    assert len(found) == len(names)
