"""Texts of forms for tests: a small sound one, and what forms may name."""

from pathlib import Path

from lianfang.apps.areas.terms import UnitKind
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Form

FOLDER = Path(__file__).parents[2] / "src/lianfang/apps/forms/data"
FIGURES = ("measures.persons", "readings.fever")
SMALL = """form: small-daily
version: 1
name: 试用日报
starts_on: 2022-01-01
reporters: {level: village}
accepted_by: town
source: {text: 试用, certainty: C}
zero: 今日无
windows:
- {slot: day, opens: "08:00", due: "16:00"}
- {slot: noon, opens: "06:00", due: "11:00", responses: [1, 2]}
sections:
- code: all
  name: 全部
  fields:
  - {code: held, name: 在管, type: count, unit: 人, derived: measures.persons}
  - {code: measured, name: 测温, type: count, unit: 人, maximum: 5000}
  - {code: fever, name: 发热, type: people, unit: 人}
  - {code: highest, name: 最高体温, type: temperature, required: false}
  - {code: rate, name: 测温率, type: number, rollup: share, numerator: measured, denominator: held}
  - {code: posted, name: 已张贴, type: yes_no}
  - {code: state, name: 状态, type: choice, choices: {open: 开放, closed: 关闭}}
  - {code: counted_on, name: 盘点日, type: date, required: false, prefill: true}
  - {code: called_at, name: 最后一次电话, type: time, required: false}
  - {code: remark, name: 说明, type: text, required: false}
checks:
- {code: fever_measured, expression: fever <= measured, says: "发热{fever}人，多于测温{measured}人"}
- code: jump
  expression: measured <= before.measured + 50
  says: 测温{measured}，上期{before.measured}
  weight: doubt
- {code: told, expression: fever <= 0 || has(remark), says: "发热{fever}人，请说明"}
"""


def known(**forms: Form) -> Known:
    """What forms may name in tests."""
    return Known(tuple(UnitKind), FIGURES, {form.code: form for form in forms.values()})


def small(text: str = SMALL) -> Form:
    """The small form."""
    return read_form(text, known())
