"""What being at one place means by the table: kinds of place, seats, who came when."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from lianfang.apps.cases.rules.presence import Nearby, nearby, rows_apart
from lianfang.apps.cases.terms import LeftOut, Situation, Vehicle
from lianfang.apps.venues.terms import PresenceKind, Together, VenueCard, VenueKind

BEGUN = datetime.fromisoformat("2022-07-09T08:30:00+08:00")
K, P, S, V = VenueKind, PresenceKind, Situation, Vehicle
OVERLAP, AFTER, BEFORE = (1800, 0), (0, 1800), (0, -1800)


def venue(kind: VenueKind, **facts: bool) -> VenueCard:
    told = {"enclosed": None, "ventilated": None} | facts
    return VenueCard(uuid4(), 1, "C", "名", kind, "类", "990121", "", unit=None, **told)


def met(kind: PresenceKind, times: tuple[int, int], seats: tuple[str, str] = ("", "")) -> Together:
    overlap, apart = times
    ends = BEGUN + timedelta(seconds=max(overlap, abs(apart)))
    return Together("1", 2, 1, kind, BEGUN, ends, overlap, apart, *seats)


# kind of place, told of it        | known by | times    || kind of the table, or why it is none
TABLE = [
    (K.RESTAURANT, {}, P.CHECK_IN, OVERLAP, Nearby(S.MEAL)),
    (K.RESTAURANT, {}, P.CHECK_IN, BEFORE, Nearby(S.MEAL)),
    (K.MARKET, {"enclosed": True}, P.CHECK_IN, AFTER, Nearby(S.SAME_ROOM)),
    (K.MARKET, {"enclosed": False}, P.CHECK_IN, OVERLAP, LeftOut.OPEN_AIR),
    (K.MEDICAL, {}, P.VISIT, OVERLAP, Nearby(S.SAME_ROOM)),
    (K.MEDICAL, {}, P.VISIT, AFTER, Nearby(S.ENVIRONMENT)),
    (K.MEDICAL, {}, P.VISIT, BEFORE, Nearby(S.SAME_ROOM)),
    (K.CHECKPOINT, {}, P.PASS, OVERLAP, LeftOut.PASSING),
    (K.COMPOUND, {}, P.CHECK_IN, OVERLAP, LeftOut.PASSING),
    (K.TRAIN, {}, P.TICKET, OVERLAP, Nearby(S.VEHICLE, V.SEALED_TRAIN)),
    (K.TRAIN, {"enclosed": False}, P.TICKET, OVERLAP, Nearby(S.VEHICLE, V.OPEN_TRAIN)),
    (K.TRAIN, {}, P.TICKET, BEFORE, LeftOut.BEFORE),
    (K.COACH, {}, P.CHECK_IN, BEFORE, Nearby(S.VEHICLE, V.SEALED_COACH)),
    (K.BUS, {"ventilated": True}, P.CHECK_IN, AFTER, Nearby(S.VEHICLE, V.VENTILATED_BUS)),
    (K.COACH, {}, P.TICKET, OVERLAP, Nearby(S.VEHICLE, V.SEALED_COACH)),
    (K.AIRCRAFT, {}, P.TICKET, OVERLAP, Nearby(S.VEHICLE, V.PLANE)),
    (K.TAXI, {}, P.CHECK_IN, OVERLAP, Nearby(S.VEHICLE, V.CAR)),
]


@pytest.mark.parametrize(("kind", "told", "known", "times", "meaning"), TABLE)
def test_what_being_at_one_place_means(kind, told, known, times, meaning):
    assert nearby(met(known, times), venue(kind, **told)) == meaning


@pytest.mark.parametrize(
    ("seat", "other", "vehicle", "apart"),
    [
        ("12C", "15A", V.PLANE, 3),
        ("05车03A", "05车09F", V.SEALED_TRAIN, 6),
        ("05车03A", "06车03A", V.SEALED_TRAIN, False),
        ("05车厢10座", "5车11", V.OPEN_TRAIN, 1),
        ("7排", "", V.VENTILATED_BUS, None),
        ("后排", "7排", V.VENTILATED_BUS, None),
        ("二等舱", "二等舱", V.SHIP, 0),
        ("二等舱", "三等舱", V.SHIP, False),
    ],
)
def test_rows_between_two_seats(seat, other, vehicle, apart):
    assert rows_apart(seat, other, vehicle) is apart or rows_apart(seat, other, vehicle) == apart != 0
    aboard = nearby(met(P.TICKET, OVERLAP, (seat, other)), venue(K.TRAIN))
    assert (aboard is LeftOut.OTHER_COACH) is (rows_apart(seat, other, V.SEALED_TRAIN) is False)
