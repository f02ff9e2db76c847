"""Where the office knocks: only the paired office, each question once, all of it or nothing."""

import os
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.messages import letters, link, published, wire
from klantkluis.messages.outbox import START, Kind, check_chain
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.site import outbox, pepper
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, OutboxMessage, PublishedThing


def a_question(**parts):
    said = {"uid": uuid4(), "language": "nl", "at": datetime.now(UTC), "text": "Is er nog eiken?"}
    return letters.Post(**({"who": letters.Person(surname="Zwart"), **said} | parts))


def test_the_paired_office_gets_a_signed_answer(office):
    state = office.ask(Verb.STATE)
    assert (state.last_seq, state.acked_seq, state.awake) == (0, 0, True)


def test_a_second_office_cannot_pair_and_the_first_may_again(office):
    before = office.key
    office.pair()
    office.key = Ed25519PrivateKey.generate()
    public = office.key.public_key().public_bytes_raw()
    proof = link.pairing_proof(identity().secret, public)
    assert office.knock(Verb.PAIR, wire.Pair(public=public, proof=proof)).status_code == 409
    office.key = before
    office.ask(Verb.STATE)


def test_nobody_pairs_without_the_secret(office):
    public = office.key.public_key().public_bytes_raw()
    proof = link.pairing_proof(b"guessed", public)
    assert office.knock(Verb.PAIR, wire.Pair(public=public, proof=proof)).status_code == 403


def test_a_question_with_another_signature_changes_nothing(office):
    ours, office.key = office.key, Ed25519PrivateKey.generate()
    thing = wire.Publish(gone=(("product", "0101"),))
    assert office.knock(Verb.PUBLISH, thing).status_code == 403
    assert office.knock(Verb.PUBLISH, thing, signature="nonsense").status_code == 403
    office.key = ours
    assert PublishedThing.objects.filter(kind="product").count() == 1


def test_a_question_that_was_overheard_cannot_be_asked_again(office):
    office.ask(Verb.STATE)
    for number in (office.number, 1):
        assert office.knock(Verb.STATE, number=number).status_code == 409


@pytest.mark.parametrize("verb", ["nothing", "PULL", "pull/"])
def test_what_is_no_verb_is_no_question(office, verb):
    assert office.client.post(
        f"/office/{verb}", b"{}", content_type="application/json"
    ).status_code in {400, 404}
    assert office.client.get("/office/state").status_code == 405


def test_a_message_is_sealed_at_once_and_read_by_the_office_alone(office):
    assert outbox.send(Kind.QUESTION, a_question())
    (row,) = OutboxMessage.objects.all()
    assert b"eiken" not in bytes(row.sealed)
    ((kind, letter),) = office.letters()
    assert (kind, letter.text) == (Kind.QUESTION, "Is er nog eiken?")


def test_a_message_that_is_sent_twice_is_there_once(office):
    letter = a_question()
    assert outbox.send(Kind.QUESTION, letter)
    assert not outbox.send(Kind.QUESTION, letter)
    assert OutboxMessage.objects.count() == 1


def test_without_a_key_nothing_is_taken_in(office):
    office.take_away(ThingKind.KEY, "1")
    with pytest.raises(outbox.NotReceiving):
        outbox.send(Kind.QUESTION, a_question())
    assert OutboxMessage.objects.count() == 0


def test_messages_are_pulled_in_portions_and_go_when_they_are_confirmed(office):
    for _ in range(5):
        outbox.send(Kind.QUESTION, a_question())
    first = office.ask(Verb.PULL, wire.Pull(after=0, limit=3))
    seq, chain = check_chain([row.row() for row in first.rows], seq=0, chain=START)
    assert (seq, first.last_seq) == (3, 5)
    assert office.ask(Verb.ACK, wire.Ack(seq=seq, chain=chain)).deleted == 3
    assert office.ask(Verb.ACK, wire.Ack(seq=seq, chain=chain)).deleted == 0
    rest = office.ask(Verb.PULL, wire.Pull(after=seq))
    assert check_chain([row.row() for row in rest.rows], seq=seq, chain=chain)[0] == 5
    assert [row.seq for row in rest.rows] == [4, 5]


def test_the_chain_goes_on_after_everything_was_deleted(office):
    outbox.send(Kind.QUESTION, a_question())
    (row,) = office.ask(Verb.PULL, wire.Pull(after=0)).rows
    office.ask(Verb.ACK, wire.Ack(seq=1, chain=row.chain))
    outbox.send(Kind.QUESTION, a_question())
    (later,) = office.ask(Verb.PULL, wire.Pull(after=1)).rows
    assert check_chain([later.row()], seq=1, chain=row.chain) == (2, later.chain)


@pytest.mark.parametrize("ack", [wire.Ack(seq=1, chain=bytes(32)), wire.Ack(seq=9, chain=START)])
def test_what_the_office_does_not_have_is_not_deleted(office, ack):
    outbox.send(Kind.QUESTION, a_question())
    assert office.knock(Verb.ACK, ack).status_code == 409
    assert OutboxMessage.objects.count() == 1


def test_a_key_that_the_office_did_not_sign_is_not_taken(office):
    key = office.intake_key(2)
    forged = published.IntakeKey(
        key_id=3, public=key.public, not_after=key.not_after, signature=key.signature
    )
    thing = wire.Thing(kind=ThingKind.KEY, name="3", body=published.write(forged))
    assert office.knock(Verb.PUBLISH, wire.Publish(things=(thing,))).status_code == 403
    assert outbox.intake_key()[0] == 1


def test_the_newest_key_is_sealed_to(office):
    office.publish((ThingKind.KEY, "2", office.intake_key(2)))
    outbox.send(Kind.QUESTION, a_question())
    assert OutboxMessage.objects.get().key_id == 2
    assert office.letters()[0][1].text == "Is er nog eiken?"


def test_a_batch_with_one_wrong_thing_is_not_taken_at_all(office, make_product):
    good = wire.Thing(
        kind=ThingKind.PRODUCT, name="0102", body=published.write(make_product("0102"))
    )
    wrong = wire.Thing(kind=ThingKind.PRODUCT, name="0103", body=b'{"sku": 7}')
    assert office.knock(Verb.PUBLISH, wire.Publish(things=(good, wrong))).status_code == 400
    assert not PublishedThing.objects.filter(name="0102").exists()


def test_digests_say_what_is_there(office, make_product):
    state = office.ask(Verb.STATE)
    said = office.ask(Verb.DIGESTS, wire.OfKind(kind=ThingKind.PRODUCT)).digests
    assert said == {"0101": published.digest(published.write(make_product()))}
    assert state.things["product"] == wire.root(said.items())
    assert office.knock(Verb.DIGESTS, wire.OfKind(kind="customers")).status_code == 400


def test_the_pepper_stays_in_memory(office, settings):
    secret = os.urandom(32)
    office.ask(Verb.PEPPER, wire.Pepper(pepper=secret))
    assert pepper.pepper() == secret
    assert office.knock(Verb.PEPPER, wire.Pepper(pepper=b"short")).status_code == 400
    assert pepper.pepper() == secret


def test_a_profile_is_kept_for_the_key_that_it_was_sealed_to(office):
    uid, public = uuid4(), os.urandom(1216)
    Account.objects.create(
        used_month=24_300,
        uid=uid, tag=b"t" * 16, salt=b"s" * 16, verifier=b"v" * 32, public=public,
        wrapped_seed=b"w" * 60,
    )  # fmt: skip

    def profile(rev, key=public):
        return wire.Profiles(
            profiles=(
                wire.SealedProfile(
                    account=uid, rev=rev, for_key=link.fingerprint(key), sealed=b"sealed %d" % rev
                ),
            )
        )

    assert office.ask(Verb.PROFILES, profile(2)).left_alone == ()
    assert bytes(Account.objects.get().profile) == b"sealed 2"
    assert office.ask(Verb.PROFILES, profile(1)).left_alone == (uid,)
    assert office.ask(Verb.PROFILES, profile(3, b"another key")).left_alone == (uid,)
    assert bytes(Account.objects.get().profile) == b"sealed 2"
    office.ask(Verb.PROFILES, wire.Profiles(forgotten=(uid, uuid4())))
    assert Account.objects.count() == 0


def test_checkpoints_of_the_office_are_kept(office):
    office.ask(Verb.WITNESS, wire.Witness(checkpoint="klantkluis/audit\n7\n…"))
    office.ask(Verb.WITNESS, wire.Witness(checkpoint="klantkluis/audit\n8\n…"))
    from klantkluis.site.models import Witness

    assert Witness.objects.count() == 2
