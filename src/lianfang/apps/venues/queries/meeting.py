"""Who was with whom: one Ibis expression, for DuckDB here and for Spark where one machine is not enough.

1. *stays*: of the persons asked about, within the time asked of each; and those that the asker knows himself.
2. *met*: others at the same place whose stay comes within the window of one of these.
3. *ranked*: within a case the longest at the same time first, then the least time apart.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ibis import Table

ASKED: Final = {"case": "string", "person": "int64", "since": "int64", "until": "int64"}
STAYS: Final = {
    "case": "string",
    "person": "int64",
    "place": "int64",
    "begins": "int64",
    "ends": "int64",
    "seat": "string",
}
MET: Final = ("case", "person", "place", "kind", "begins", "ends", "overlap", "apart", "seat", "other_seat")


def met(seen: "Table", asked: "Table", known: "Table | None", *, window: int) -> "Table":
    """Meetings of those asked about, ranked, with `asked_person` for whom; `window` in seconds."""
    stays = _stays(seen, asked, known)
    others = seen.view()
    near = [
        stays.place == others.place,
        others.begins <= stays.ends + window,
        others.ends >= stays.begins - window,
        stays.person != others.person,
    ]
    return _ranked(stays.join(others, near).select(_told(stays, others)))


def _stays(seen: "Table", asked: "Table", known: "Table | None") -> "Table":
    within = [seen.person == asked.person, seen.ends >= asked.since, seen.begins < asked.until]
    stays = seen.join(asked, within).select(
        asked.case, seen.person, seen.place, seen.begins, seen.ends, seen.seat
    )
    return stays if known is None else stays.union(known)


def _told(stays: "Table", others: "Table") -> dict[str, Any]:
    """What is told of a meeting: of the other person no more than where it touches the case."""
    import ibis

    later, earlier = ibis.greatest(stays.begins, others.begins), ibis.least(stays.ends, others.ends)
    after = ibis.greatest(others.begins - stays.ends, 0)
    before = ibis.greatest(stays.begins - others.ends, 0)
    return {
        "case": stays.case,
        "asked_person": stays.person,
        "person": others.person,
        "place": others.place,
        "kind": others.kind,
        "begins": ibis.least(later, earlier),
        "ends": ibis.greatest(later, earlier),
        "overlap": ibis.greatest(earlier - later, 0),
        "apart": after - before,
        "seat": stays.seat,
        "other_seat": others.seat,
    }


def _ranked(found: "Table") -> "Table":
    return found.order_by(
        found.case,
        found.overlap.desc(),
        found.apart.abs(),
        found.person,
        found.place,
        found.begins,
        found.ends,
        found.kind,
        found.seat,
        found.other_seat,
        found.asked_person,
    )
