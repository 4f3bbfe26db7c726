"""The set-based assessment answers as the plain-Python twin does, on random cases, for every pack."""

from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.factories import policy as factory
from tests.reference import policy_twin

from lianfang.apps.policy import queries
from lianfang.apps.policy.rules.pack_file import PackRefused, read_pack
from lianfang.apps.policy.terms import Answer, Case

pytestmark = pytest.mark.django_db
ON = date(2022, 7, 10)
CASES_PER_PACK = 5_000


def outcome(answer: Answer) -> tuple:
    """What must agree with the twin; the wording is not the twin's business."""
    assert [phase.step for phase in answer.phases] == list(range(1, len(answer.phases) + 1))
    phases = tuple(astuple(phase)[1:] for phase in answer.phases)
    return answer.category, answer.rule, answer.anchor, answer.anchor_missing, answer.ended, phases


def disagreements(text: str, cases: list[Case], on: date) -> list[tuple]:
    pack_id, pack = factory.stored(text), policy_twin.read(text)
    answers = queries.assess_list(pack_id=pack_id, cases=cases, on=on)
    assert len(answers) == len(cases)
    twins = [astuple(policy_twin.assess(pack, case, on)) for case in cases]
    found = zip(cases, map(outcome, answers), twins, strict=True)
    return [(case, answer, twin) for case, answer, twin in found if answer != twin]


@pytest.mark.parametrize("path", factory.PACKS, ids=lambda path: path.stem)
def test_every_pack_agrees_with_the_twin(path):
    text = path.read_text()
    exposures = sorted({rule.when.exposure for rule in read_pack(text).rules} - {""})
    cases = factory.random_cases(CASES_PER_PACK, seed=7, on=ON, exposures=exposures)
    assert disagreements(text, cases, ON) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_any_pack_agrees_with_the_twin(seed):
    text = factory.as_yaml(factory.random_pack(seed))
    assume(_reachable(text))
    cases = factory.random_cases(300, seed=seed, on=ON)
    assert disagreements(text, cases, ON) == []


def _reachable(text: str) -> bool:
    """Whether no row of a pack hides behind another; any other fault is the factory's and fails the test."""
    try:
        read_pack(text)
    except PackRefused as refused:
        faults = [problem for problem in refused.problems if "永远轮不到" not in problem.reason]
        if faults:
            raise
        return False
    return True


def test_a_day_counts_from_one_and_the_end_is_half_open():
    pack_id = factory.stored(factory.pack_file("covid19-v9"))
    case = Case("close_contact", last_exposure=date(2022, 7, 1))
    central, home = queries.assess_list(pack_id=pack_id, cases=[case], on=ON)[0].phases
    assert (central.starts_on, central.ends_on, central.days) == (date(2022, 7, 1), date(2022, 7, 8), 7)
    assert central.test_dates == tuple(date(2022, 7, day) for day in (1, 2, 3, 5, 7))
    assert (home.starts_on, home.ends_on, home.test_dates) == (
        central.ends_on,
        date(2022, 7, 11),
        (date(2022, 7, 10),),
    )


def test_no_case_gives_no_answer_and_no_error():
    pack_id = factory.stored(factory.pack_file("covid19-v9"))
    assert queries.assess_list(pack_id=pack_id, cases=[], on=ON) == []


def test_the_same_cases_give_the_same_answers_again():
    pack_id = factory.stored(factory.pack_file("measles"))
    cases = factory.random_cases(500, seed=3, on=ON)
    first = queries.assess_list(pack_id=pack_id, cases=cases, on=ON)
    assert queries.assess_list(pack_id=pack_id, cases=cases, on=ON) == first
