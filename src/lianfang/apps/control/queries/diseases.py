"""For which disease somebody was tested: what was said, else the only one that is possible."""

from datetime import date
from typing import Final

from lianfang.apps.control.terms import DISEASE_UNSAID
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.kernel.errors import InputRefused

APP: Final = "control"


class DiseaseUnsaid(InputRefused):
    """A result of which nobody said the disease, where several are possible or none is known."""

    code = "control.disease_unsaid"
    sentence = "没有写明病种，按管控令和当地现行政策也不能确定。请写明是哪一种：{choices}。"


def disease_of_result(said: str, *, person: int, area: str, on: date) -> str:
    """The disease that was said, by code or name; else that of the person's order, or of the policy in force.

    Raises DiseaseUnsaid where several are possible, or none, and policy's DiseaseUnknown.
    """
    if said.strip():
        return policy.disease_named(said)
    found = sql.fetch(APP, "diseases_of_person", person=person, area=area, on=on)
    if len(found) != 1:
        raise DiseaseUnsaid(choices=_choices(tuple(row["disease"] for row in found)))
    return str(found[0]["disease"])


def name_diseases() -> None:
    """The same for all results at hand; one that cannot be told apart is refused alone."""
    sql.run(APP, "name_diseases", unsaid=DiseaseUnsaid.sentence, known=_choices(()))


def disease_choices() -> list[tuple[str, str]]:
    """What may be said for which disease somebody was tested, as pairs of a code and a word."""
    return [("", DISEASE_UNSAID), *policy.diseases().items()]


def _choices(codes: tuple[str, ...]) -> str:
    names = policy.diseases()
    return "、".join(names.get(code, code) for code in codes or names)
