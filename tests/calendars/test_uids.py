"""UIDs that prove themselves."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetups.calendars.uids import new_uid, verify_uid

SECRET = b"a secret of this installation"
TOKEN = uuid.UUID("0f5b1c1e-0000-4000-8000-000000000001")
UID = new_uid(SECRET, "reseau.example", TOKEN)


@given(secret=st.binary(min_size=1), token=st.uuids())
def test_a_uid_gives_back_its_token(secret, token):
    uid = new_uid(secret, "reseau.example", token)
    assert verify_uid(secret, uid) == token
    assert uid == new_uid(secret, "reseau.example", token)
    assert uid.startswith(f"{token}.")
    assert uid.endswith("@reseau.example")


def test_a_uid_is_the_same_text_whatever_the_clients_do_to_its_case():
    assert verify_uid(SECRET, f" {UID.upper()}\r\n") == TOKEN


@given(position=st.integers(0, len(UID) - 1), other=st.characters())
def test_a_uid_changed_by_one_character_is_refused(position, other):
    changed = UID[:position] + other + UID[position + 1 :]
    if changed.strip().lower() != UID:
        assert verify_uid(SECRET, changed) is None


@pytest.mark.parametrize(
    "uid",
    [
        "",
        "0f5b1c1e-0000-4000-8000-000000000001@reseau.example",
        f"{{{UID}}}",
        UID.replace("reseau.example", "autre.example"),
        f"{uuid.UUID(int=2)}{UID[36:]}",
        new_uid(b"another secret", "reseau.example", TOKEN),
    ],
)
def test_a_uid_that_we_did_not_make_is_refused(uid):
    assert verify_uid(SECRET, uid) is None


def test_a_uid_needs_a_secret_and_a_host():
    with pytest.raises(ValueError, match="secret"):
        new_uid(b"", "reseau.example", TOKEN)
    with pytest.raises(ValueError, match="host"):
        new_uid(SECRET, "reseau.example\r\nX-A:b", TOKEN)
