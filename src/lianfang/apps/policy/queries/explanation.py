"""Why a case gets its answer, and why a person does: exposures come from the app that keeps the lists."""

from datetime import date

from lianfang.apps.policy.queries import packs
from lianfang.apps.policy.queries.assessment import assess_list
from lianfang.apps.policy.rules import wording
from lianfang.apps.policy.terms import Case, Explanation, PersonCases
from lianfang.kernel.errors import DomainError

_sources: list[PersonCases] = []


class PersonCasesMissing(DomainError):
    """No app has said where the exposures of persons are kept."""

    code = "policy.person_cases_missing"
    sentence = "没有接入人员名单，无法按人解释；可用policy assess按文件评估。"


def explain_case(*, pack_id: int, case: Case, on: date) -> Explanation:
    """The answer to one case with the row that gave it, in words; uses the temporary tables of assessment."""
    pack = packs.read_pack(pack_id)
    answer = assess_list(pack_id=pack_id, cases=[case], on=on)[0]
    code = answer.rule.rpartition("/")[2]
    rule = next((rule for rule in pack.rules if rule.code == code), None)
    return Explanation(answer, wording.explain(pack=pack, rule=rule, case=case, answer=answer, on=on))


def provide_person_cases(source: PersonCases) -> None:
    """Say where the exposures of persons are found; the latest source replaces an earlier one."""
    _sources[:] = [source]


def explain_person(person: str, *, on: date) -> list[Explanation]:
    """An explanation for every exposure of a person; raises PersonCasesMissing, or the source's NotFound."""
    if not _sources:
        raise PersonCasesMissing
    return [explain_case(pack_id=found.pack_id, case=found.case, on=on) for found in _sources[0](person, on)]
