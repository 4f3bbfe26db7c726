"""What a matter is linked to is a link for who may go there, and the bare number for everybody else."""

import pytest
from tests.factories import hotline as factory

from lianfang.apps.control.models import Measure
from lianfang.apps.hotline import operations
from lianfang.apps.hotline.terms import LinkKind, MatterKind
from lianfang.apps.hotline.web.linked import Link, link_to
from lianfang.apps.inspection.models import Finding
from lianfang.core.access.permissions import EVERY, Permission
from lianfang.core.access.terms import SYSTEM, Actor

COUNTY, ELSEWHERE = "990121", "990122"
SIGHT = {
    LinkKind.PERSON: Permission.VIEW_PERSON,
    LinkKind.ORDER: Permission.VIEW_PERSON,
    LinkKind.UNIT: Permission.VIEW_FINDINGS,
    LinkKind.VENUE: Permission.VIEW_FINDINGS,
    LinkKind.FINDING: Permission.VIEW_FINDINGS,
}


@pytest.fixture
def known(county) -> dict[LinkKind, tuple[str, str]]:
    """A reference of each kind, and the address of its page."""
    order = Measure.objects.select_related("person").order_by("id")[0]
    finding = Finding.objects.exclude(unit=None).order_by("id")[0]
    person, unit = str(order.person.uid), str(finding.unit)
    ledger = f"/inspection/?target={unit}"
    return {
        LinkKind.PERSON: (person, f"/people/{person}/"),
        LinkKind.ORDER: (str(order.uid), f"/people/{person}/#order-{order.pk}"),
        LinkKind.UNIT: (unit, ledger),
        LinkKind.VENUE: (unit, ledger),
        LinkKind.FINDING: (str(finding.uid), f"/inspection/findings/{finding.uid}/"),
    }


@pytest.mark.parametrize("kind", LinkKind)
def test_a_link_needs_the_permission_and_the_area(county, known, kind):
    reference, address = known[kind]

    def shown(area: str, without: frozenset[Permission] = frozenset()) -> Link:
        by = Actor(name="经办", scopes=(area,), permissions=EVERY - without)
        return link_to(kind, reference, by=by, at=county.at)

    assert shown(COUNTY).href == address
    assert shown(COUNTY).text not in {"", reference}
    assert shown(ELSEWHERE) == Link(reference)
    assert shown(COUNTY, frozenset({SIGHT[kind]})) == Link(reference)


@pytest.mark.parametrize("kind", LinkKind)
@pytest.mark.parametrize("reference", ["甲/乙", "x", "0", "00000000-0000-0000-0000-000000000000"])
def test_what_names_nothing_stays_as_it_was_typed(county, kind, reference):
    by = Actor(name="经办", scopes=(COUNTY,), permissions=EVERY)
    assert link_to(kind, reference, by=by, at=county.at) == Link(reference)


def test_the_page_of_a_matter_leads_to_what_it_is_linked_to(county, known, signed_in):
    slip = factory.brought(MatterKind.QUESTION, place=COUNTY, by=SYSTEM, at=county.at)
    for kind, (reference, _) in known.items():
        operations.link(slip.uid, kind=kind, to=reference, by=SYSTEM, at=county.at)
    operations.link(slip.uid, kind=LinkKind.VENUE, to="<b>东门</b>", by=SYSTEM, at=county.at)
    client = signed_in("headquarters")
    page = client.get(f"/hotline/{slip.uid}/").text
    for _, address in known.values():
        assert f'href="{address}"' in page
        assert client.get(address.partition("#")[0]).status_code == 200
    assert "&lt;b&gt;东门&lt;/b&gt;" in page
