from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.access.models import Right
from services.access.rights import Rights

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def right(id_: str, subject: str = "s", here: str = "c", digest: str = "", **more) -> Right:
    kind = "card" if digest else ""
    values = {"valid_from": START, "valid_to": None} | more
    return Right(id=id_, community_id=here, subject_id=subject, kind=kind, digest=digest, **values)


def test_a_tenancy_counts_in_its_community_and_time_alone():
    rights = Rights()
    rights.keep([right("1", valid_to=START + DAY)])
    assert rights.lives_here("s", "c", START)
    assert not rights.lives_here("s", "c", START - DAY)
    assert not rights.lives_here("s", "c", START + DAY)
    assert not rights.lives_here("s", "elsewhere", START)
    assert not rights.lives_here("nobody", "c", START)


def test_a_credential_is_no_tenancy():
    rights = Rights()
    rights.keep([right("1", digest="d")])
    assert not rights.lives_here("s", "c", START)
    found = rights.credential("d")
    assert found
    assert (found.subject_id, found.is_valid(START)) == ("s", True)
    assert rights.credential("") is rights.credential("e") is None


def test_what_comes_again_replaces_what_was():
    rights = Rights()
    rights.keep([right("1", digest="old")])
    rights.keep([right("1", digest="new", subject="t")])
    assert rights.credential("old") is None
    assert rights.ids_of("s") == ()
    assert rights.credential("new")
    rights.drop("1")
    assert rights.credential("new") is None
    assert len(rights) == 0


ids = st.sampled_from("123456")
steps = st.one_of(
    st.tuples(st.just("keep"), ids, st.sampled_from("st"), st.sampled_from(["", "d", "e"])),
    st.tuples(st.just("drop"), ids),
)


@given(st.lists(steps, max_size=40))
def test_it_holds_what_the_rows_say(taken):
    """Against the plain list of rows, whatever comes and goes."""
    rights, rows = Rights(), {}
    for what, *rest in taken:
        if what == "keep":
            id_, subject, digest = rest
            if any(r.digest == digest for k, r in rows.items() if digest and k != id_):
                continue  # the resident service gives each digest once
            rows[id_] = right(id_, subject, digest=digest)
            rights.keep([rows[id_]])
        else:
            rows.pop(rest[0], None)
            rights.drop(rest[0])
    assert len(rights) == len(rows)
    for subject in "st":
        lives = any(r.subject_id == subject and not r.kind for r in rows.values())
        assert rights.lives_here(subject, "c", START) == lives
    for digest in "de":
        owner = [r.subject_id for r in rows.values() if r.digest == digest]
        found = rights.credential(digest)
        assert ([found.subject_id] if found else []) == owner
