"""Whether a home will do: every required condition must be met, and one that nobody answered is not met.

Some conditions are answered on the spot; those of the household follow from what was found of each who lives
there.
"""

from collections.abc import Collection, Mapping, Sequence

from lianfang.apps.facilities.rules.companies import CARER_AGES, CHILD_UNTIL
from lianfang.apps.facilities.terms import CONDITIONS, Housemate, LivesThere, Recommended
from lianfang.kernel.errors import InputRefused


class AnswerUnknown(InputRefused):
    """An answer to something that is not asked."""

    code = "facilities.answer_unknown"
    sentence = "没有“{asked}”这一项条件，或它由同住人员的情况得出。"


class HouseholdIncomplete(InputRefused):
    """A check that says nothing of somebody of the household, or speaks of somebody who is not of it."""

    code = "facilities.household_incomplete"
    sentence = "同住人员要逐人写明：{problem}。请重新打开这个人的核查页，再填一次。"


def check_answers(answers: Mapping[str, bool]) -> None:
    """Raise AnswerUnknown for an answer to what is no condition, or one of the household."""
    for asked in answers:
        if asked not in CONDITIONS or CONDITIONS[asked].of_members:
            raise AnswerUnknown(asked=asked)


def check_members(said: Sequence[LivesThere], registered: Collection[str], *, unlisted: int) -> None:
    """Raise HouseholdIncomplete unless each who is registered there is spoken of, once."""
    told = [one.person for one in said]
    if sorted(told) != sorted(registered):
        raise HouseholdIncomplete(problem=f"登记同户{len(registered)}人，写了{len(told)}人，须是同样的人")
    if unlisted < 0:
        raise HouseholdIncomplete(problem="没有登记的同住人数不能为负")


def of_members(
    said: Sequence[LivesThere], ages: Mapping[str, int | None], *, unlisted: int, own_age: int | None
) -> dict[str, bool]:
    """What follows from who lives there: alone, all isolated too, carers neither old nor ill.

    Who lives there and is not registered is not isolated under an order. A child needs a carer.
    """
    present = [one for one in said if one.lives]
    carers = [one for one in present if one.carer]
    child = own_age is not None and own_age <= CHILD_UNTIL
    return {
        "alone": not present and not unlisted,
        "others_too": all(one.isolates for one in present) and not unlisted,
        "carer_fit": all(_fit(one, ages.get(one.person)) for one in carers) and (bool(carers) or not child),
    }


def _fit(carer: LivesThere, age: int | None) -> bool:
    return not carer.ill and age in CARER_AGES


def special(one: Housemate) -> bool:
    """Whether somebody of a household is a child, old, or needs care of a special kind."""
    return bool(one.needs) or (one.age is not None and (one.age <= CHILD_UNTIL or one.age >= CARER_AGES.stop))


def unmet(answers: Mapping[str, bool]) -> list[str]:
    """Required conditions that are not met, in the order of the table."""
    return [code for code, one in CONDITIONS.items() if one.required and not answers.get(code, False)]


def recommended(answers: Mapping[str, bool]) -> Recommended:
    """Home if all that is required is met, or else a site."""
    return Recommended.SITE if unmet(answers) else Recommended.HOME


def reasons(answers: Mapping[str, bool]) -> list[str]:
    """Why a home will not do, in words."""
    return [CONDITIONS[code].unmet for code in unmet(answers)]
