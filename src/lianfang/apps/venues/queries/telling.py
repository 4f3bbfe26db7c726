"""Meetings as doors tell them: whom in words, where by name; whoever is out of sight stays a number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.people import queries as people
from lianfang.apps.venues.models import Visitor
from lianfang.apps.venues.queries.places import names
from lianfang.apps.venues.terms import Answer, Together, Told
from lianfang.core import sealing
from lianfang.kernel.errors import NotFound, WrongCall

CASES: Final = ("case", "person", "since", "until")
MOST: Final = 1_000_000


def told(answer: Answer, *, most: int = MOST) -> list[Told]:
    """The meetings of an answer, the first so many, in their order."""
    rows = list(islice(answer, most))
    return list(_in_words(rows))


def _in_words(rows: list[Together]) -> Iterator[Told]:
    venues = names(row.place for row in rows)
    labels = people.labels(row.person for row in rows if row.person > 0)
    strangers = visitors({-row.person for row in rows if row.person < 0})
    for row in rows:
        label, venue = labels.get(row.person), venues.get(row.place)
        yield Told(
            case=row.case,
            person=str(label.person) if label else strangers.get(-row.person, ("", ""))[0],
            name=label.name if label else strangers.get(-row.person, ("", ""))[1],
            area=label.area if label else "",
            registered=row.person > 0,
            venue=venue.code if venue else "",
            venue_name=venue.name if venue else "",
            kind=row.kind,
            begins=row.begins,
            ends=row.ends,
            overlap=row.overlap,
            apart=row.apart,
            seat=row.seat,
            other_seat=row.other_seat,
        )


def visitors(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Visitors by number: the number by which to call them, masked, and the name they gave."""
    return {one.pk: (_masked(one), one.name) for one in Visitor.objects.filter(pk__in=list(ids))}


def visitor_number(visitor: int) -> str:
    """The telephone of a visitor in clear, or else the document; for operations that leave a log line.

    Raises NotFound once the visitor was forgotten.
    """
    found = Visitor.objects.filter(pk=visitor).first()
    if found is None:
        raise NotFound(what="访客", value=visitor)
    return sealing.unseal(found.phone) or sealing.unseal(found.sealed)


def _masked(one: Visitor) -> str:
    phone = sealing.unseal(one.phone)
    return sealing.mask_phone(phone) if phone else sealing.mask_id(sealing.unseal(one.sealed))


def cases_of(path: Path) -> list[dict[str, str]]:
    """A file of persons asked about: `case, person, since, until`; raises WrongCall for another."""
    try:
        read = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        raise WrongCall(problem=f"“{path.name}”不是csv。") from problem
    if not {"case", "person"} <= set(read.columns):
        raise WrongCall(problem=f"“{path.name}”应有这些列：{'、'.join(CASES)}。")
    absent = [pl.lit("").alias(name) for name in CASES if name not in read.columns]
    return read.with_columns(absent).select(CASES).fill_null("").rows(named=True)
