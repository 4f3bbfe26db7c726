"""Chains: said, taken back, never in a circle; and those of a real outbreak give the published figures."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.factories import cases as factory
from tests.factories.cases import CDC, COUNTY, NOW

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.operations import ChainFormat
from lianfang.apps.cases.rules.chains import LinkInCircle
from lianfang.apps.cases.terms import Classification, FoundThrough, Setting
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.access.models import Export
from lianfang.core.access.terms import Actor

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[3] / "shared" / "data"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _county():
    factory.centre_of_county()


def caught(case, source, at=NOW, setting=Setting.HOUSEHOLD):
    operations.link(case.uid, infector=source.uid, setting=setting, by=CDC, at=at)


def ill(day, **found):
    return factory.case(said=factory.said(onset_on=date(2022, 7, day)), found=found)


def test_a_chain_has_generations_intervals_settings_and_cases_without_a_source():
    first, second, third = ill(1), ill(4), ill(6, through=FoundThrough.CONTROL)
    alone = factory.case(
        said=factory.said(Classification.ASYMPTOMATIC, onset_on=None, sampled_on=date(2022, 7, 9))
    )
    caught(second, first)
    caught(third, second, setting=Setting.WORK)
    told = queries.chain("LY-2022-07", by=CDC, known_at=NOW)
    lines = [(one.uid, one.generation, one.serial_interval, one.led_to) for one in told.cases]
    assert lines == [
        (first.uid, 1, None, 1),
        (second.uid, 2, 3, 1),
        (third.uid, 3, 2, 0),
        (alone.uid, 1, None, 0),
    ]
    assert (told.generations, told.linked, told.without_source, told.unlinked) == (
        {1: 2, 2: 1, 3: 1},
        2,
        2,
        1,
    )
    assert (told.serial_mean, told.serial_median, told.found_in_control_share) == (2.5, 2.5, 0.25)
    assert {(one.setting, one.cases) for one in told.settings} == {("household", 1), ("work", 1)}


def test_a_link_is_taken_back_and_was_known_before():
    first, second = ill(1), ill(4)
    caught(second, first)
    operations.unlink(second.uid, ground="时间不符", by=CDC, at=NOW + HOUR)
    linked = [queries.chain("LY-2022-07", by=CDC, known_at=at).linked for at in (NOW, NOW + HOUR)]
    assert linked == [1, 0]


def test_nobody_catches_it_from_themselves_over_others_nor_from_another_outbreak():
    first, second, third = ill(1), ill(4), ill(6)
    caught(second, first)
    caught(third, second)
    with pytest.raises(LinkInCircle):
        caught(first, third)
    with pytest.raises(operations.LinkElsewhere):
        caught(first, first)


def test_an_excluded_case_leaves_the_chain_and_whom_it_led_to_has_no_source():
    first, second = ill(1), ill(4)
    caught(second, first)
    operations.state(first.uid, factory.said(Classification.EXCLUDED), by=CDC, at=NOW)
    told = queries.chain("LY-2022-07", by=CDC, known_at=NOW)
    assert [(one.uid, one.infector) for one in told.cases] == [(second.uid, None)]


def test_a_chain_leaves_without_names_with_a_reason_and_a_line_in_the_log():
    first, second = ill(1), ill(4)
    caught(second, first)
    told = {"reason": "分析", "by": CDC, "at": NOW}
    (graph,) = operations.export_chain("LY-2022-07", ChainFormat.GRAPHML, **told).values()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(graph)
    assert len(root.findall(f".//{space}node")) == 2
    (edge,) = root.findall(f".//{space}edge")
    assert edge.attrib == {"source": first.number, "target": second.number}
    for shape, names in (
        (ChainFormat.EPICONTACTS, {"linelist.csv", "contacts.csv"}),
        (ChainFormat.GODATA, {"cases.csv", "relationships.csv"}),
        (ChainFormat.SORMAS, {"cases.csv"}),
    ):
        files = operations.export_chain("LY-2022-07", shape, **told)
        assert files.keys() == names
        assert all(first.name not in content.decode("utf-8-sig") for content in files.values())
    assert Export.objects.count() == 4


def test_the_page_draws_the_tree_and_gives_the_files(signed_in):
    first, second = ill(1), ill(4)
    caught(second, first)
    client = signed_in("headquarters", COUNTY)
    page = client.get("/outbreaks/LY-2022-07/")
    assert page.status_code == 200
    assert page.text.index(first.number) < page.text.index(second.number)
    timeline = page.text.partition("时间线")[2]
    assert {"7-1", "7-4"} <= set(re.findall(r">(7-\d)<", timeline))
    assert all(one.number.rpartition("-")[2] + " " + one.name in timeline for one in (first, second))
    refused = client.post("/outbreaks/LY-2022-07/files/", {"shape": "graphml", "reason": ""})
    assert refused.status_code == 422
    sent = client.post("/outbreaks/LY-2022-07/files/", {"shape": "godata", "reason": "上报"})
    assert sent.headers["Content-Type"] == "application/zip"
    linked = client.post(
        f"/cases/{first.uid}/act/link/",
        {"infector": second.number, "setting": "work", "certainty": "possible"},
    )
    assert linked.status_code == 422
    assert client.post(f"/cases/{second.uid}/act/unlink/", {"ground": "有误"}).status_code == 302


def test_a_town_opens_its_case_of_an_outbreak_of_the_county_and_counts_its_own(signed_in):
    """The outbreak belongs to the county: who holds a case of it reads which it is."""
    one = ill(1)
    town, other = one.held_in[:9], f"{COUNTY}999"
    client = signed_in("town_clerk", town)
    assert client.get(f"/cases/{one.uid}/").status_code == 200
    assert client.get("/outbreaks/LY-2022-07/").status_code == 200
    away = Actor(name="外乡经办", scopes=(other,), permissions=CDC.permissions)
    with rows.acting(away):
        assert queries.outbreak("LY-2022-07", by=away, known_at=NOW).cases == 0
        assert queries.cases(by=away, known_at=NOW) == []


def rows_of(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the data set {name} is not here")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_measles_in_hagelloch_1861_gives_the_published_intervals_families_and_sources():
    """Pfeilsticker 1863, Oesterle 1992: `hagelloch.df` of the R package surveillance; SI, FN, IFTO."""
    rows = rows_of("measles-hagelloch-1861.csv")
    told = {"area": COUNTY, "mapping": "hagelloch-1861", "by": CDC, "at": NOW}
    account = operations.load(DATA / "measles-hagelloch-1861.csv", **told)
    assert (account.rows, account.added, account.linked, account.refused) == (188, 188, 184, 0), (
        account.refusals[:3]
    )
    chain = queries.chain(account.outbreak, by=CDC, known_at=NOW)
    keys = {one.card["card_number"]: one for one in queries.cases(by=CDC, known_at=NOW)}
    found = {one.number: one for one in chain.cases}
    ours = {key: found[card.number] for key, card in keys.items()}
    by_number = {row["PN"]: row for row in rows}
    for row in rows:
        one = ours[row["PN"]]
        source = by_number.get(row["IFTO"])
        assert one.infector_number == (keys[row["IFTO"]].number if source else "")
        assert one.serial_interval == (int(row["SI"]) if source else None)
        inside = source is not None and source["FN"] == row["FN"]
        assert (one.setting == "household") == inside
    assert chain.without_source == 4
    assert chain.most_led_to == 30  # case 45, the teacher's pupil who infected a whole class
    assert sum(card.classification == "died" for card in keys.values()) == 12
    assert min(one.onset_on for one in chain.cases if one.onset_on) == date(1861, 10, 30)
    assert chain.generations == {1: 4, 2: 8, 3: 50, 4: 102, 5: 22, 6: 2}
    assert Counter(one.setting for one in chain.cases)["school"] > 30
    again = operations.load(DATA / "measles-hagelloch-1861.csv", **told)
    assert (again.unchanged, again.linked) == (188, 0)


def test_the_church_supper_of_oswego_1940_gives_the_published_curve():
    """Gross 1976 (CDC case study 401-303), data set `oswego` of the R package epitools: 46 of 75 fell ill."""
    rows = rows_of("oswego-1940.csv")
    told = {"area": COUNTY, "mapping": "oswego-1940", "by": CDC, "at": NOW}
    account = operations.load(DATA / "oswego-1940.csv", **told)
    assert (account.rows, account.added, account.skipped, account.refused) == (75, 46, 29, 0)
    cards = {one.card["card_number"]: one for one in queries.cases(by=CDC, known_at=NOW)}
    assert cards.keys() == {row["id"] for row in rows if row["ill"] == "Y"}
    assert Counter(one.onset_on for one in cards.values()) == {date(1940, 4, 18): 20, date(1940, 4, 19): 26}
    persons = Person.objects.filter(uid__in=[one.person for one in cards.values()])
    sexes = Counter(persons.values_list("sex", flat=True))
    assert sexes == {"female": 30, "male": 16}
    chain = queries.chain(account.outbreak, by=CDC, known_at=NOW)
    assert (len(chain.cases), chain.without_source, chain.generations) == (
        46,
        46,
        {1: 46},
    )  # one common source
    assert operations.load(DATA / "oswego-1940.csv", **told).unchanged == 46


def test_west_nile_fever_in_california_2004_gives_the_published_counts():
    """Data set `wnv` of the R package epitools (California Department of Health Services, 2004)."""
    rows = rows_of("west-nile-california-2004.csv")
    told = {"area": COUNTY, "mapping": "west-nile-2004", "by": CDC, "at": NOW}
    account = operations.load(DATA / "west-nile-california-2004.csv", **told)
    assert (account.rows, account.added, account.refused) == (766, 766, 0), account.refusals[:3]
    cards = queries.cases(by=CDC, known_at=NOW)
    counties = Counter(one.card["note"] for one in cards)
    assert counties.most_common(3) == [("Los Angeles", 302), ("San Bernardino", 184), ("Riverside", 105)]
    assert Counter(one.card["course"] for one in cards) == {"Unknown": 278, "WNF": 274, "WNND": 214}
    assert sum(one.classification == "died" for one in cards) == 23
    onsets = [one.onset_on for one in cards if one.onset_on]
    assert (min(onsets), max(onsets)) == (date(2004, 5, 14), date(2004, 11, 15))
    by_key = {row["id"]: row for row in rows}
    assert all(str(one.onset_on) == by_key[one.card["card_number"]]["date.onset"] for one in cards)
