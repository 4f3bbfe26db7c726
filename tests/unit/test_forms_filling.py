"""What speaks against a report beside its values: zero and filled, objections, names that mean nobody."""

from types import SimpleNamespace

from tests.factories.forms import VILLAGE_DAILY

from lianfang.apps.forms.rules.filling import faults_of
from lianfang.apps.forms.terms import Filled, Said
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Weight

FORM = read_form(VILLAGE_DAILY, Known(figures=("measures.persons",)))
LEDGER = {"persons": SimpleNamespace(key="measures.persons", value=3)}


def codes(filled: Filled) -> list[str]:
    return [fault.code for fault in faults_of(FORM, filled, LEDGER)]


def test_names_that_mean_nobody_for_certain_are_told_and_may_be_explained():
    (fault,) = faults_of(FORM, Filled(unclear={"persons": ("王二", "李三")}), LEDGER)
    assert (fault.code, fault.fields, fault.weight) == ("forms.nobody", ("persons",), Weight.DOUBT)
    assert "王二、李三" in fault.told


def test_a_zero_report_has_nothing_typed():
    assert codes(Filled(zero=True)) == []
    assert codes(Filled(zero=True, typed={"returned": "1"})) == ["forms.zero_and_filled"]


def test_a_zero_report_says_how_it_can_be_when_the_ledger_has_fevers():
    hot = {"hot": SimpleNamespace(key="readings.fever", value=2)}
    (fault,) = faults_of(FORM, Filled(zero=True), hot)
    assert (fault.code, fault.weight, fault.fields) == ("forms.zero_denied", Weight.DOUBT, ("hot",))
    assert "2人" in fault.told
    assert faults_of(FORM, Filled(), hot) == []
    assert faults_of(FORM, Filled(zero=True), {"hot": SimpleNamespace(key="readings.fever", value=0)}) == []


def test_an_objection_needs_a_number_of_its_own_and_a_ground():
    assert codes(Filled(disputed={"persons": Said(4, "少一人")})) == []
    assert codes(Filled(disputed={"persons": Said(3, "")})) == ["forms.same_as_ledger", "forms.no_ground"]
    assert codes(Filled(disputed={"returned": Said(1, "不对")})) == ["forms.nothing_to_dispute"]
