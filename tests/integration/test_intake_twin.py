"""What becomes of every row equals the twin in plain Python, in whatever chunks the list is read."""

import os
import random
from datetime import date

import pytest
from django.db import transaction
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import COUNTY, HERE, NOW, TWIN, VILLAGE, WILLOW, row
from tests.factories.places import GRID
from tests.reference.intake_row import Told, told
from tests.reference.intake_twin import Fate, Person, Register

from lianfang.apps.intake import queries
from lianfang.apps.intake.models import Candidate, Exposure, Forward, GroupFact
from lianfang.apps.intake.operations import receipt
from lianfang.apps.intake.queries.gazetteer import gazetteer
from lianfang.apps.intake.reading.lists import open_list
from lianfang.apps.people.models import Person as Registered
from lianfang.kernel.names import name_key

pytestmark = pytest.mark.django_db

WHOLE, CHUNKS = 50_000, (7, 2, 1)
SEEDS = (0, 1, 19, 25, 28, *range(100, 100 + int(os.environ.get("LIANFANG_TWIN_SEEDS", "0"))))
PHONES = ("13900000001", "13900000002", "13900000003", "13900000004")
BORN = (date(1990, 1, 1), date(1990, 1, 2), date(1961, 5, 4))
NUMBERS = tuple(people.citizen_number(born=born, sequence=n) for n in (1, 2, 3) for born in BORN[:2])
DOOR = "北山村3组12号"
NAMES = ("张伟", "章伟", "李小娜", "李晓娜", "李小花", "王芳")
PLACES = (
    HERE,
    "北山村",
    "柳林乡柳林村",
    "柳林乡东街社区",
    "远方省白石市青山县",
    DOOR,
    f"城关镇{DOOR}",
    "",
    "不详",
)


@pytest.fixture(autouse=True)
def _county() -> None:
    lists.build_county()


def one_wrong(number: str) -> str:
    """The number with another check digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


CELLS = {
    "name": [*NAMES * 3, "赵新", "钱小新", "Zhang Wei", ""],
    "number": ["", *NUMBERS, *map(one_wrong, NUMBERS[::4]), "9.90121E+17", "E12345678"],
    "phone": ["", "", *PHONES, f"{PHONES[0]}/{PHONES[1]}", f"{PHONES[1]}、{PHONES[3]}"],
    "address": PLACES,
    "born": ["", *map(str, BORN)],
    "contact": ["", "", "", "2022-07-08", "2022-02-30"],
    "exposure": ["", "密接", "说不清"],
}
FACTS = {
    "name": NAMES,
    "sex": ["male", "female", ""],
    "birth_date": [*BORN, None],
    "area": [GRID, VILLAGE, TWIN, WILLOW, COUNTY],
    "address": ["", DOOR, f"城关镇{DOOR}"],
    "document": [*NUMBERS, None],
    "phones": [[], [], *([phone] for phone in PHONES), list(PHONES[:2])],
}


def random_residents(rng: random.Random) -> list[dict[str, object]]:
    """A few registered people with few names, numbers and telephones between them."""
    return [{fact: rng.choice(values) for fact, values in FACTS.items()} for _ in range(rng.randrange(1, 8))]


def random_list(rng: random.Random, again: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows of which some come again, from this list or an earlier one."""
    rows: list[dict[str, object]] = []
    for _ in range(rng.randrange(4, 24)):
        earlier = rows + again
        cells = {cell: rng.choice(values) for cell, values in CELLS.items()}
        rows.append(rng.choice(earlier) if earlier and rng.random() < 0.25 else row(**cells))
    return rows


def twin_of(residents: list[dict[str, object]], uids: list[str]) -> Register:
    """The register as the twin knows it."""
    return Register(
        Person(
            uid=uid,
            name=str(one["name"]),
            key=name_key(str(one["name"])),
            sex=str(one["sex"]),
            born=one["birth_date"],
            area=str(one["area"]),
            address=str(one["address"]),
            numbers={("national_id", str(one["document"]))} if one["document"] else set(),
            phones=set(one["phones"]),
        )
        for uid, one in zip(uids, residents, strict=True)
    )


def rows_of(path, area: str) -> list[Told]:
    """The rows of a file as the twin sees them, read in one piece."""
    reading = open_list(path, on=NOW.date())
    names = gazetteer(area=area)
    frames = [chunk.frame for chunk in reading.chunks()]
    cells = [one for frame in frames for one in frame.iter_rows(named=True)]
    return [told(k, one, on=NOW.date(), names=names, area=area) for k, one in enumerate(cells)]


def received(path, area: str, known: dict[str, str], turn: int) -> list[Fate]:
    """What became of the rows; new persons bear the list and the row that brought them."""
    account = lists.receive(path, area=area)
    found = queries.rows(account.batch)
    for k, one in enumerate(found):
        if one["rule"].startswith("new_") and one["outcome"] == "created":
            known[one["person"]] = f"new:{turn}:{k}"
    return [
        Fate(one["outcome"], one["reason"], one["rule"], known.get(one["person"]), one["area"])
        for one in found
    ]


def told_of(known: dict[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """What the lists told: exposures, groups, forwards, and whom doubtful rows may be."""
    where = ("batch__file_name", "sheet_no", "row_no")
    found = {
        "exposures": Exposure.objects.values_list("person__uid", "area", "row_no", "kind", "last_exposure"),
        "groups": GroupFact.objects.values_list("person__uid", "area", "batch__file_name", "group", "enters"),
        "forwards": Forward.objects.values_list("area", *where, "to_name", "held_in"),
        "candidates": Candidate.objects.values_list("person__uid", *where, "rule", "agrees", "differs"),
    }
    return {
        name: sorted((known.get(str(first), str(first)), *map(str, rest)) for first, *rest in rows)
        for name, rows in found.items()
    }


def by_tables(residents, files, area: str, chunk: int, monkeypatch) -> tuple[list[list[Fate]], object]:
    """The fates that the program gives, in chunks of so many rows, and all that was told; rolled back."""
    monkeypatch.setattr(receipt, "CHUNK_ROWS", chunk)
    with transaction.atomic():
        uids = [people.person(**one) for one in residents]
        known = {uid: f"registered:{at}" for at, uid in enumerate(uids)}
        fates = [received(path, area, known, turn) for turn, path in enumerate(files)]
        assert Registered.objects.count() == len(known)
        told = told_of(known)
        transaction.set_rollback(True)
    return fates, told


def different(found: list[list[Fate]], expected: list[list[Fate]]) -> list[tuple[int, int, Fate, Fate]]:
    """Where the fates differ: list, row, what the program says, what the twin says."""
    return [
        (turn, k, one, other)
        for turn, (these, those) in enumerate(zip(found, expected, strict=True))
        for k, (one, other) in enumerate(zip(these, those, strict=True))
        if one != other
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_has_the_fate_that_plain_python_gives(seed, tmp_path, monkeypatch):
    rng = random.Random(seed)
    residents, area = random_residents(rng), rng.choice([COUNTY, COUNTY, VILLAGE[:9]])
    first = random_list(rng, [])
    files = [
        lists.write(tmp_path / f"{turn}.csv", row("标杆", number=people.citizen_number(sequence=9)), *rows)
        for turn, rows in enumerate([first, random_list(rng, first)])
    ]
    register = twin_of(residents, [f"registered:{at}" for at in range(len(residents))])
    expected = [register.receive(rows_of(path, area), area=area) for path in files]
    whole, told_whole = by_tables(residents, files, area, WHOLE, monkeypatch)
    assert different(whole, expected) == []
    for chunk in CHUNKS:
        found, told_by_chunks = by_tables(residents, files, area, chunk, monkeypatch)
        assert (chunk, different(found, expected)) == (chunk, [])
        assert (chunk, told_by_chunks) == (chunk, told_whole)
