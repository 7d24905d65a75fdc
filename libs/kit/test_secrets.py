import json
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.secrets import Keyring, KeyringError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "ring.json"


@pytest.fixture
def ring(path):
    return Keyring.open(path, may_create=True)


def test_of_many_who_start_at_once_all_have_the_ring_of_the_first(path):
    """Two rings would be data that nobody can read after the next start."""
    begin = Barrier(16)

    def opened(_: int) -> bytes:
        begin.wait()
        return Keyring.open(path, may_create=True).seal(b"x", "p")

    with ThreadPoolExecutor(16) as threads:
        sealed = list(threads.map(opened, range(16)))
    later = Keyring.open(path, may_create=False)
    assert {later.unseal(each, "p") for each in sealed} == {b"x"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@given(plain=st.binary(max_size=200), place=st.text(max_size=20))
def test_sealed_comes_back(plain, place):
    ring = Keyring("k1", {"k1": bytes(32)}, bytes(32))
    assert ring.unseal(ring.seal(plain, place), place) == plain


def test_file_is_private(ring, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_value_is_bound_to_its_place_and_cannot_be_altered(ring):
    sealed = ring.seal(b"138", "person/1")
    with pytest.raises(KeyringError, match="altered or belongs elsewhere"):
        ring.unseal(sealed, "person/2")
    for index in range(len(sealed)):
        altered = bytearray(sealed)
        altered[index] ^= 1
        with pytest.raises(KeyringError):
            ring.unseal(bytes(altered), "person/1")


def test_rotation_keeps_the_old_readable_until_dropped(ring, path):
    old = ring.seal(b"x", "p")
    assert ring.add_key() == "k2"
    ring.save(path)
    assert ring.seal(b"x", "p").startswith(b"k2:")
    again = Keyring.open(path, may_create=False)
    assert again.unseal(old, "p") == b"x"
    again.drop_key("k1")
    with pytest.raises(KeyringError):
        again.drop_key("k2")
    again.save(path)
    with pytest.raises(KeyringError, match="lacks the key 'k1'"):
        Keyring.open(path, may_create=False).unseal(old, "p")


def test_running_process_learns_of_a_rotation(ring, path):
    other = Keyring.open(path, may_create=False)
    other.add_key()
    other.save(path)
    assert ring.unseal(other.seal(b"x", "p"), "p") == b"x"


def test_derived_secrets_outlive_rotation(ring):
    before = ring.derive("face transform", "c1")
    ring.add_key()
    assert ring.derive("face transform", "c1") == before
    assert ring.derive("face transform", "c2") != before
    assert ring.digest("a", "b") != ring.digest("ab", "")


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"current": "k1", "keys": {"k1": "AAAA"}, "pepper": "AAAA"}', "\0"],
)
def test_damaged_ring_is_an_error_and_stays_as_it_is(path, content):
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(KeyringError):
        Keyring.open(path, may_create=True)
    assert path.read_text() == content


def test_missing_ring_beside_data_is_an_error(path):
    with pytest.raises(KeyringError, match="nothing was changed"):
        Keyring.open(path, may_create=False)
    assert not path.exists()
    Keyring.open(path, may_create=True)
    assert json.loads(path.read_text())["current"] == "k1"
