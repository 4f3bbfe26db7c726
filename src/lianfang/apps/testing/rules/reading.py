"""Files of samples and of results of tubes: which column means what, and what each row says."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from lianfang.apps.control.terms import HIGHEST_CT, RESULT_WORDS, Result
from lianfang.apps.intake.reading.headed import Sort
from lianfang.apps.testing.terms import TUBE_KIND_NAMES, TubeKind
from lianfang.kernel.errors import InputRefused


class Column(StrEnum):
    """What a column may mean, and how it is called where rows come back."""

    TUBE = "管码"
    KIND = "规格"
    PERSON = "人员编号"
    ID_NUMBER = "身份证号"
    NAME = "姓名"
    PHONE = "电话"
    TIME = "时间"
    POINT = "采样点"
    DISEASE = "病种"
    RESULT = "结果"
    CT = "Ct值"
    LABORATORY = "检测机构"
    PLATE = "板号"


_WORDS: Final = {
    Column.TUBE: "tube 管码 采样管 采样管码 试管码 试管编号 管号 条码 条形码",
    Column.KIND: "kind 规格 混样 混采 人数 采样方式",
    Column.PERSON: "person uid 人员编号 人员码",
    Column.ID_NUMBER: "id_number 身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码",
    Column.NAME: "name 姓名",
    Column.PHONE: "phone 电话 手机 手机号 手机号码 联系电话 联系方式",
    Column.TIME: "time 时间 采样时间 检测时间 出结果时间 报告时间",
    Column.POINT: "point 采样点 采样地点",
    Column.DISEASE: "disease 病种 疾病 检测病种",
    Column.RESULT: "result 结果 检测结果",
    Column.CT: "ct ct值",
    Column.LABORATORY: "laboratory 检测机构 实验室 检测单位",
    Column.PLATE: "plate 板号 板",
}


def _sort(*columns: Column, asked: tuple[tuple[str, ...], ...], told: str) -> Sort:
    words = {word: column.value for column in columns for word in _WORDS[column].split(" ")}
    return Sort(words, asked, told)


WHO: Final = (Column.PERSON, Column.ID_NUMBER, Column.PHONE)
SAMPLES: Final = _sort(
    *(Column.TUBE, Column.KIND, *WHO, Column.NAME, Column.TIME, Column.POINT, Column.DISEASE),
    asked=((Column.TUBE,), WHO, (Column.TIME,)),
    told="管码；人员编号、身份证号或电话和姓名；采样时间",
)
RESULTS: Final = _sort(
    *(Column.TUBE, Column.RESULT, Column.CT, Column.TIME, Column.LABORATORY, Column.PLATE),
    asked=((Column.TUBE,), (Column.RESULT,)),
    told="管码；结果",
)
KINDS: Final = {
    **{name: kind for kind, name in TUBE_KIND_NAMES.items()},
    **{kind.value: kind for kind in TubeKind},
    **dict(zip(("1", "5", "10", "20", "户"), TubeKind, strict=True)),
    **dict(zip(("1:1", "1:5", "1:10", "1:20", "1户1管"), TubeKind, strict=True)),
    "1人1管": TubeKind.SINGLE,
    "家庭": TubeKind.HOUSEHOLD,
}


class NotTubes(InputRefused):
    """A file without a table of the columns asked for."""

    code = "testing.not_tubes"
    sentence = "文件“{file}”中没有找到表格。列名应有：{columns}。"


def kind_of(text: str) -> TubeKind | None:
    """The kind of tube that a text names; ten in one where nothing is said."""
    plain = text.replace("：", ":").replace(" ", "").lower()
    return KINDS.get(plain) if plain else TubeKind.POOL10


def result_of(text: str) -> Result | None:
    """The result that a text names."""
    return RESULT_WORDS.get(text.strip().lower().strip("（）()"))


def ct_of(text: str) -> Decimal | None:
    """A Ct value; None where nothing is said. Raises ValueError for what is none."""
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation as problem:
        raise ValueError(text) from problem
    if not (value.is_finite() and 0 <= value <= HIGHEST_CT):
        raise ValueError(text)
    return value.quantize(Decimal("0.1"))
