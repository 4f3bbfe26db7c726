"""A case typed into a form: its fields with what was typed and what is wrong, and the case that they make."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.policy.rules import table_view
from lianfang.apps.policy.rules.case_file import CaseRefused, read_case
from lianfang.apps.policy.terms import RISK_LEVELS, Case, Pack
from lianfang.core.written import Problem

UNKNOWN: Final = ("", _("不明"))
VACCINATED: Final = (UNKNOWN, ("yes", _("已接种")), ("no", _("未接种")))
CASE_LABELS: Final = {
    "exposure": _("暴露类别"),
    "level": _("风险等级"),
    "last_exposure": _("末次暴露日"),
    "arrived": _("到达日"),
    "age": _("年龄"),
    "vaccinated": _("接种"),
    "occupation": _("职业"),
    "on": _("评估日"),
}


__all__ = ["CASE_LABELS", "CaseRefused", "case_fields", "typed_case"]


def case_fields(pack: Pack, asked: Mapping[str, str], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of a case, with what was typed and what is wrong with it."""
    fields = (
        {"name": "exposure", "kind": "choice", "choices": list(table_view.exposures(pack).items())},
        {"name": "level", "kind": "choice", "choices": [UNKNOWN, *RISK_LEVELS.items()]},
        {"name": "last_exposure", "kind": "date"},
        {"name": "arrived", "kind": "date"},
        {"name": "age", "kind": "text"},
        {"name": "vaccinated", "kind": "choice", "choices": VACCINATED},
        {"name": "occupation", "kind": "text"},
        {"name": "on", "kind": "date"},
    )
    said = {name: {"value": asked.get(name, ""), "error": errors.get(name, "")} for name in CASE_LABELS}
    return [field | {"label": CASE_LABELS[str(field["name"])]} | said[str(field["name"])] for field in fields]


def typed_case(pack: Pack, asked: Mapping[str, str]) -> tuple[Case, date]:
    """The case that a form says, and its day; raises CaseRefused, which names every bad field."""
    try:
        on = date.fromisoformat(asked.get("on", ""))
    except ValueError as problem:
        raise CaseRefused(
            [Problem("on", asked.get("on", ""), _("不是日期"), _("请按2022-07-01的格式填写"))]
        ) from problem
    return read_case(asked, exposures=table_view.exposures(pack), on=on), on
