"""No layering-on: orders by a table stricter than the one above need an approver, who stands on each."""

import pytest
from tests.factories import control as factory
from tests.factories.control import NOW
from tests.factories.policy import STRICTER

from lianfang.apps.control.models import Measure
from lianfang.apps.control.terms import Approval
from lianfang.apps.policy.operations import StricterThanUpper, load_pack

pytestmark = pytest.mark.django_db
APPROVED = {"approved_by": "某县长", "reason": "传播链不清"}


def listed() -> object:
    batch = factory.batch()
    factory.exposure(batch, factory.person(), "secondary_contact")
    factory.exposure(batch, factory.person(), "close_contact")
    return batch


def test_an_approval_on_record_lets_orders_through_and_stands_on_those_that_deviate():
    factory.load_pack()
    load_pack(text=STRICTER, by=factory.BY, at=NOW, **APPROVED)
    found = factory.issue(listed())
    assert (found.pack, found.stricter, found.measures) == ("some-county", 1, 1)
    assert Measure.objects.get().approval == APPROVED


def test_a_table_that_became_stricter_than_the_one_above_is_refused_until_somebody_approves():
    load_pack(text=STRICTER, by=factory.BY, at=NOW)
    factory.load_pack()
    batch = listed()
    with pytest.raises(StricterThanUpper, match="some-county"):
        factory.issue(batch)
    assert not Measure.objects.exists()
    found = factory.issue(batch, approval=Approval(**APPROVED))
    assert (found.measures, Measure.objects.get().approval) == (1, APPROVED)


def test_orders_within_the_table_above_bear_no_approval():
    factory.load_pack()
    batch = factory.batch()
    factory.exposure(batch, factory.person(), "secondary_contact")
    factory.issue(batch, approval=Approval(**APPROVED))
    assert Measure.objects.get().approval is None
