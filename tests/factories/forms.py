"""A small form of villages and one of schools, loaded through the operations of forms."""

from datetime import date, datetime
from uuid import UUID, uuid4

from lianfang.apps.forms import operations
from lianfang.apps.forms.models import Edition
from lianfang.apps.forms.terms import Filled, Submitted
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.kernel.clock import ZONE

DAY = date(2022, 7, 1)
VILLAGE_DAILY = """\
form: village_day
version: 1
name: 村日报
starts_on: 2022-01-01
reporters: {level: village}
accepted_by: town
source: {text: 试, certainty: C}
zero: 本村当日无新增情况，特此报告
windows:
- {slot: day, opens: "07:00", due: "17:00"}
sections:
- code: people
  name: 人员
  fields:
  - {code: persons, name: 在管人数, type: people, derived: measures.persons}
  - {code: returned, name: 当日返回人数, type: count, unit: 人, maximum: 9999, zero: true}
  - {code: visited, name: 入户户数, type: count, unit: 户, prefill: true, zero: true}
  - {code: hottest, name: 最高体温, type: temperature, required: false}
  - {code: note, name: 说明, type: text, required: false}
"""
SCHOOL_NOON = """\
form: school_check
version: 1
name: 学校晨午检
starts_on: 2022-01-01
reporters: {units: [school]}
accepted_by: town
source: {text: 试, certainty: C}
windows:
- {slot: morning, opens: "06:30", due: "09:00", dayoff: false}
- {slot: noon, opens: "12:00", due: "14:30", dayoff: false, responses: [1, 2]}
sections:
- code: pupils
  name: 学生
  fields:
  - {code: present, name: 到校人数, type: count}
  - {code: fevers, name: 发热人数, type: count}
"""


def moment(hour: int, minute: int = 0, *, on: date = DAY) -> datetime:
    """A clock of a day in the zone of the jurisdiction."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZONE)


def load(*texts: str) -> list[Edition]:
    """Load forms; the village's where none is named."""
    given = texts or (VILLAGE_DAILY,)
    return [operations.load_text(text, by=SYSTEM, at=moment(0)) for text in given]


def filled(returned: float = 2, visited: float = 10, **others: object) -> Filled:
    """What a village hands in."""
    return Filled(typed={"returned": f"{returned:g}", "visited": f"{visited:g}"}, **others)  # type: ignore[arg-type]


def submit(
    reporter: str,
    *,
    at: datetime,
    by: Actor = SYSTEM,
    given: Filled | None = None,
    client: UUID | None = None,
    form: str = "village_day",
    slot: str = "day",
    **others: object,
) -> Submitted:
    """Hand in a report of the day of `at`."""
    return operations.submit(
        form,
        reporter,
        on=at.astimezone(ZONE).date(),
        slot=slot,
        filled=given or filled(),
        client=client or uuid4(),
        by=by,
        at=at,
        **others,  # type: ignore[arg-type]
    )
