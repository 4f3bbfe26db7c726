"""The national report card of an infectious disease, as far as the registry fills it: a draft, no form.

The items are those of the card of 2019 (certainty B). Each is held, or can be told for comparison, or is
missing with who knows it: whoever keys the national system reads it off and decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

GROUPS: Final = (
    "幼托儿童",
    "散居儿童",
    "学生",
    "教师",
    "保育员及保姆",
    "餐饮食品业",
    "商业服务",
    "医务人员",
    "工人",
    "民工",
    "农民",
    "牧民",
    "渔（船）民",
    "干部职员",
    "离退人员",
    "家务及待业",
    "其他",
    "不详",
)
GUARDED_UNTIL: Final = 14
COUNTY, CITY, PROVINCE = 6, 4, 2
BELONGING: Final = ((COUNTY, "本县区"), (CITY, "本市其他县区"), (PROVINCE, "本省其他地市"))
DOCTOR: Final = "由首诊医生判定"
REPORTER: Final = "由报告单位填写"


class Standing(StrEnum):
    """How far the registry knows an item of the card."""

    HELD = "held"
    COMPARE = "compare"
    MISSING = "missing"


STANDING_NAMES: Final[Mapping[str, str]] = {"held": "登记有", "compare": "供核对", "missing": "缺"}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the card: whether it must be filled, what is known, where it comes from or who knows it."""

    name: str
    required: bool
    standing: Standing
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry holds of a person; blank and None where it holds nothing."""

    name: str
    sex: str
    birth: date | None
    documents: tuple[str, ...]
    phones: tuple[str, ...]
    area: str
    place: str
    address: str
    occupation: str
    deceased: bool
    symptoms_on: date | None
    symptoms: str
    positive_on: date | None
    disease: str


def items(known: Known, *, on: date, reporting: str) -> tuple[Item, ...]:
    """Every item of the card in its order; `reporting` is the area where the card is filled."""
    return (*_who(known, on), *_where(known, reporting), *_illness(known), *_sheet())


def missing(found: tuple[Item, ...]) -> tuple[str, ...]:
    """The items that must be filled and of which nothing is held."""
    return tuple(one.name for one in found if one.required and one.standing is not Standing.HELD)


def _item(
    name: str, value: str, *, note: str = "", required: bool = False, lacking: str = "登记中没有"
) -> Item:
    standing = Standing.HELD if value else Standing.MISSING
    return Item(name, required, standing, value, note if value else lacking)


def _compare(name: str, value: str, note: str, *, required: bool = False, lacking: str = DOCTOR) -> Item:
    standing = Standing.COMPARE if value else Standing.MISSING
    return Item(name, required, standing, value, note if value else lacking)


def _who(known: Known, on: date) -> Iterator[Item]:
    age = _age(known.birth, on)
    yield _item("姓名", known.name, required=True)
    if age is None or age <= GUARDED_UNTIL:
        yield _item("患儿家长姓名", "", lacking="14岁及以下须填；请问家长")
    yield _item("有效证件号", "；".join(known.documents), required=True)
    yield _item("性别", known.sex, required=True)
    born = known.birth.isoformat() if known.birth else ""
    told = "" if age is None else f"实足{age}岁"
    yield _item("出生日期", born, required=True, note=told)
    yield _item("工作单位（学校）", "", lacking="登记中没有；学生须填学校和班级")
    yield _item("联系电话", "；".join(known.phones))


def _age(birth: date | None, on: date) -> int | None:
    if birth is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _where(known: Known, reporting: str) -> Iterator[Item]:
    belonging = next((name for length, name in BELONGING if _share(known.area, reporting, length)), "外省")
    yield _compare("病人属于", belonging if reporting else "", "按登记的住址与填报地比较", required=True)
    before = "" if known.address.startswith(known.place) else known.place
    yield _item("现住址", f"{before}{known.address}", required=True)
    group = known.occupation if known.occupation in GROUPS else ""
    said = f"登记的职业是“{known.occupation}”，不在所列人群中" if known.occupation else "登记中没有职业"
    yield _item("人群分类", group, required=True, lacking=said)


def _share(area: str, other: str, length: int) -> bool:
    return len(area) >= length <= len(other) and area[:length] == other[:length]


def _illness(known: Known) -> Iterator[Item]:
    tested = f"最早阳性采样{known.positive_on}" if known.positive_on else ""
    yield _compare("病例分类（疑似、临床诊断、确诊、病原携带者）", tested, DOCTOR, required=True)
    yield _item("病例分类（急性、慢性）", "", lacking=DOCTOR)
    first = f"{known.symptoms_on} {known.symptoms}".strip() if known.symptoms_on else ""
    yield _compare("发病日期", first, "最早一次记录的症状；以医生询问为准", required=True)
    yield _compare("诊断日期", tested, "采样不是诊断；诊断日期须写到小时", required=True)
    if known.deceased:
        yield _item("死亡日期", "", lacking="登记为已故，没有日期")
    yield _compare("疾病名称", known.disease, "管控措施所针对的疾病；以诊断为准", required=True)


def _sheet() -> Iterator[Item]:
    yield _item("卡片编号", "", lacking="由国家系统生成")
    yield _item("报卡类别（初次、订正）", "", lacking=REPORTER)
    yield _item("订正病名、退卡原因", "", lacking="订正、退卡时填写")
    yield _item("报告单位、联系电话", "", lacking=REPORTER)
    yield _item("填卡医生", "", required=True, lacking=DOCTOR.replace("判定", "签名"))
    yield _item("填卡日期", "", required=True, lacking=REPORTER)
    yield _item("备注", "", lacking=REPORTER)
