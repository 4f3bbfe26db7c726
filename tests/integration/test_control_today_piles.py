"""A county's day: what is done on pages of its own, in numbers, stands in one line of the list."""

from lianfang.apps.control import queries
from lianfang.apps.control.rules.today import FEW, FORMS
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor


def test_a_county_reads_one_line_for_what_is_done_elsewhere_in_numbers(county, signed_in):
    office = Actor("县指挥部", scopes=(county.area,), permissions=EVERY)
    with acting(office):
        found = queries.gaps_of(by=office, at=county.at)
        listed = queries.worklist(found, by=office, limit=1000, piled=True)
    piles = {code: number for code, number in found.by_kind.items() if number > FEW and code not in FORMS}
    shown = {line.kind: line.number for line in listed.lines if isinstance(line, queries.Pile)}
    assert piles
    assert shown == piles
    assert not {task.kind for task in listed.tasks} & set(piles)
    assert len(listed.tasks) + sum(piles.values()) + listed.waiting == listed.total == len(found)
    page = signed_in("headquarters", county.area).get("/today/?mine=0").content.decode()
    assert [code for code in piles if f'only={code}">' not in page] == []
