"""Whether a home will do: every required condition must be met, and one that nobody answered is not met."""

from collections.abc import Mapping

from lianfang.apps.facilities.terms import CONDITIONS, Recommended
from lianfang.kernel.errors import InputRefused


class AnswerUnknown(InputRefused):
    """An answer to something that is not asked."""

    code = "facilities.answer_unknown"
    sentence = "没有“{asked}”这一项条件。"


def check_answers(answers: Mapping[str, bool]) -> None:
    """Raise AnswerUnknown for an answer to what is no condition."""
    for asked in answers:
        if asked not in CONDITIONS:
            raise AnswerUnknown(asked=asked)


def unmet(answers: Mapping[str, bool]) -> list[str]:
    """Required conditions that are not met, in the order of the table."""
    return [code for code, one in CONDITIONS.items() if one.required and not answers.get(code, False)]


def recommended(answers: Mapping[str, bool]) -> Recommended:
    """Home if all that is required is met, or else a site."""
    return Recommended.SITE if unmet(answers) else Recommended.HOME


def reasons(answers: Mapping[str, bool]) -> list[str]:
    """Why a home will not do, in words."""
    return [CONDITIONS[code].unmet for code in unmet(answers)]
