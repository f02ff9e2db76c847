"""The byte formats: what was ever written must open for ever."""

import hashlib
import io
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.vault import formats, notes, opening, recovery, sealing, slots
from klantkluis.vault.formats import FormatError
from klantkluis.vault.refusals import RowTooLarge
from klantkluis.vault.rows import Owner
from klantkluis.vault.slots import KdfCost, Slot, SlotKind
from unit.vault.helpers import vectors

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
FIELDS = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans()), max_size=8)


def owner_of(text: str) -> Owner:
    return UUID(hex=text) if len(text) == 32 else text


@pytest.mark.parametrize("vector", vectors("sealed_row"))
def test_a_sealed_row_is_what_it_always_was(vector):
    place = {
        "table": vector["table"],
        "uid": UUID(hex=vector["uid"]),
        "owner": owner_of(vector["owner"]),
        "rev": vector["rev"],
        "schema": vector["schema"],
    }
    key, sealed = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sealed"])
    nonce = bytes.fromhex(vector["nonce"])
    assert sealing.seal_row(key, fields=vector["fields"], nonce=nonce, **place) == sealed
    assert formats.canonical(opening.open_row(key, sealed, **place)).decode() == vector["canonical"]


@pytest.mark.parametrize("vector", vectors("canonical"))
def test_the_canonical_form_is_what_it_always_was(vector):
    assert formats.canonical(vector["fields"]).decode() == vector["text"]


@pytest.mark.parametrize("vector", vectors("sealed_file"))
def test_a_sealed_file_is_what_it_always_was(vector):
    data = hashlib.shake_256(b"file").digest(vector["size"])
    key, nonce = bytes.fromhex(vector["key"]), bytes.fromhex(vector["nonce"])
    sealed = b"".join(sealing.seal_file(key, io.BytesIO(data), nonce=nonce))
    assert hashlib.sha256(sealed).hexdigest() == vector["sealed_sha256"]
    assert len(sealed) == vector["sealed_size"]
    assert b"".join(opening.open_file(key, io.BytesIO(sealed))) == data


@pytest.mark.parametrize("vector", vectors("wrapped_key"))
def test_a_wrapped_key_is_what_it_always_was(vector):
    kek, name = bytes.fromhex(vector["key_encryption_key"]), bytes.fromhex(vector["name"])
    key, wrapped = bytes.fromhex(vector["key"]), bytes.fromhex(vector["wrapped"])
    nonce = bytes.fromhex(vector["nonce"])
    again = sealing.wrap_key(
        kek, key, kind=vector["kind"], name=name, epoch=vector["epoch"], nonce=nonce
    )
    assert again == wrapped
    assert len(wrapped) == 65
    assert opening.unwrap_key(kek, wrapped, kind=vector["kind"], name=name) == key
    with pytest.raises(FormatError):
        opening.unwrap_key(kek, wrapped, kind="other", name=name)
    with pytest.raises(FormatError):
        opening.unwrap_key(kek, wrapped, kind=vector["kind"], name=name + b"x")


def test_keys_are_derived_as_they_always_were():
    of_vault, of_document = vectors("derived")
    vmk = bytes.fromhex(of_vault["vmk"])
    assert sealing.derive(vmk, b"v1/kek").hex() == of_vault["kek"]
    assert sealing.derive(vmk, b"v1/auth").hex() == of_vault["auth"]
    class_key, uid = bytes.fromhex(of_document["class_key"]), UUID(hex=of_document["uid"])
    assert sealing.document_key(class_key, uid).hex() == of_document["document_key"]


@pytest.mark.parametrize("vector", vectors("slot"))
def test_a_slot_of_ever_opens_with_its_password(vector):
    slot = Slot(
        bytes.fromhex(vector["id"]),
        SlotKind(vector["kind"]),
        vector["staff"],
        bytes.fromhex(vector["pub"]),
        vector["kdf"],
        *(bytes.fromhex(vector[name]) for name in ("salt", "kc", "wrapped_seed")),
    )
    server_key = bytes.fromhex(vector["server_key"])
    seed = slots.seed_of(slot, password=vector["password"], server_key=server_key)
    assert seed is not None
    assert seed.hex() == vector["seed"]
    sealed = bytes.fromhex(vector["sealed_vmk"])
    assert len(sealed) == 1168
    assert slots.open_vmk(slot, seed, sealed, vector["epoch"]).hex() == vector["vmk"]
    with pytest.raises(FormatError):
        slots.open_vmk(slot, seed, sealed, vector["epoch"] + 1)
    code = sealing.authenticate(server_key, "slot", slot.parts())
    assert code.hex() == vector["mac"]
    assert slots.seed_of(slot, password=vector["password"], server_key=bytes(32)) is None


@pytest.mark.parametrize("vector", vectors("public_key"))
def test_a_seed_gives_the_public_key_it_always_gave(vector):
    assert opening.public_bytes(bytes.fromhex(vector["seed"])).hex() == vector["pub"]


@pytest.mark.parametrize("vector", vectors("recovery_code"))
def test_a_printed_recovery_code_stays_readable(vector):
    secret = bytes.fromhex(vector["secret"])
    assert recovery.encode(secret) == vector["code"]
    assert recovery.decode(vector["code"]) == secret


def test_the_chain_of_events_is_what_it_always_was():
    head = notes.START
    for vector in vectors("audit_event"):
        body = notes.event_body(vector["event"])
        assert body.decode() == vector["body"]
        head = notes.event_hash(head, vector["n"], body)
        assert head.hex() == vector["h"]


@pytest.mark.parametrize("vector", vectors("checkpoint"))
def test_a_checkpoint_is_what_it_always_was(vector):
    checkpoint = notes.verify(vector["note"], bytes.fromhex(vector["public"]))
    assert checkpoint.number == vector["number"]
    assert checkpoint.head.hex() == vector["head"]
    assert (checkpoint.generation, checkpoint.ledger) == (vector["generation"], vector["ledger"])
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["seed"]))
    assert notes.sign(checkpoint, key) == vector["note"]
    for place in range(0, len(vector["note"]), 7):
        if vector["note"][place] != "\n":
            changed = vector["note"][:place] + "#" + vector["note"][place + 1 :]
            with pytest.raises(FormatError):
                notes.verify(changed, bytes.fromhex(vector["public"]))


@pytest.mark.parametrize("vector", vectors("commitment"))
def test_a_commitment_is_what_it_always_was(vector):
    snapshot = formats.canonical(vector["snapshot"])
    salt = bytes.fromhex(vector["salt"])
    assert sealing.commitment(salt, snapshot).hex() == vector["commitment"]
    assert sealing.commitment(bytes(32), snapshot).hex() != vector["commitment"]


@given(FIELDS)
def test_what_is_sealed_comes_out_the_same_but_for_what_is_empty(fields):
    uid = UUID(int=7)
    place = {"table": "order", "uid": uid, "owner": uid, "rev": 3, "schema": 1}
    sealed = sealing.seal_row(bytes(32), fields=fields, nonce=bytes(12), **place)
    opened = opening.open_row(bytes(32), sealed, **place)
    assert formats.canonical(opened) == formats.canonical(fields)
    assert (len(sealed) - 30) % 256 == 0


@given(st.binary(max_size=2000))
def test_padding_comes_off_again(plain):
    padded = formats.pad(plain)
    assert len(padded) % 256 == 0
    assert len(padded) > len(plain)
    assert formats.unpad(padded) == plain


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        bytes(256),
        b"x" * 256,
        b"\x80" + bytes(511),
        b"\x80" + bytes(254),
        b"a\x80" + bytes(253) + b"b",
    ],
)
def test_wrong_padding_is_refused(wrong):
    with pytest.raises(FormatError):
        formats.unpad(wrong)


def test_a_row_over_64_kib_is_refused():
    uid = UUID(int=7)
    place = {"table": "order", "uid": uid, "owner": uid, "rev": 1, "schema": 1}
    fits = "x" * (64 * 1024 - len('{"t":""}') - 1)
    sealing.seal_row(bytes(32), fields={"t": fits}, nonce=bytes(12), **place)
    with pytest.raises(RowTooLarge):
        sealing.seal_row(bytes(32), fields={"t": fits + "x"}, nonce=bytes(12), **place)


@pytest.mark.parametrize("value", [1.5, float("nan"), b"bytes", {1: "x"}, object()])
def test_a_value_without_one_form_is_refused(value):
    with pytest.raises(TypeError):
        formats.canonical({"a": value})


@pytest.mark.parametrize("kdf", ["argon2id m=65535 t=3 p=1", "argon2id m=65536 t=2 p=1", "md5", ""])
def test_password_parameters_that_are_too_weak_are_refused(kdf):
    with pytest.raises(FormatError):
        KdfCost.parse(kdf)


def test_the_usual_cost_of_a_password_is_256_mib_and_three_passes():
    assert str(KdfCost()) == "argon2id m=262144 t=3 p=1"
    assert KdfCost.parse(str(KdfCost())) == KdfCost()
