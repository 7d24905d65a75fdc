"""Sessions: bound to an address, silent after a time, at a constant cost per message."""

from services.uplink.viid.sessions import Sessions


class Counting(dict):
    """Counts how many of its entries are looked at."""

    looked = 0

    def __getitem__(self, key):
        Counting.looked += 1
        return super().__getitem__(key)

    def get(self, key, default=None):
        Counting.looked += 1
        return super().get(key, default)

    def __iter__(self):
        for each in super().__iter__():
            Counting.looked += 1
            yield each


def test_silent_after_three_keepalives_and_back_with_any_message():
    sessions = Sessions(270)
    sessions.open("a", "p1", "10.0.0.1", 0)
    sessions.open("b", "p2", "10.0.0.2", 0)
    assert sessions.hear("a", "10.0.0.1", 200) == (sessions.hear("a", "10.0.0.1", 200)[0], False)
    assert sessions.expire(269) == []
    assert [s.national_id for s in sessions.expire(271)] == ["b"]
    assert sessions.expire(271) == []
    session, back = sessions.hear("b", "10.0.0.2", 300)  # late data is still taken
    assert session
    assert back
    assert len(sessions) == 2


def test_another_address_is_nobody_until_it_proves_itself():
    sessions = Sessions()
    sessions.open("a", "p1", "10.0.0.1", 0)
    assert sessions.hear("a", "10.0.0.9", 1) == (None, False)
    sessions.open("a", "p1", "10.0.0.9", 2)
    assert sessions.hear("a", "10.0.0.1", 3) == (None, False)
    sessions.close("a")
    assert sessions.hear("a", "10.0.0.9", 4) == (None, False)


def test_a_keepalive_costs_the_same_among_20_000_as_among_ten():
    """No scan: entries looked at per keepalive and expiry do not grow with their number."""
    costs = []
    for count in (10, 20_000):
        sessions = Sessions(270)
        for number in range(count):
            sessions.open(str(number), "p", "10.0.0.1", 0)
        sessions._all = Counting(sessions._all)
        Counting.looked = 0
        for number in range(10):
            sessions.hear(str(number), "10.0.0.1", 10)
            sessions.expire(10)
        costs.append(Counting.looked)
    assert costs[0] == costs[1] <= 20
