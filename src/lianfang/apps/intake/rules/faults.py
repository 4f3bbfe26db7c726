"""What is wrong with a row before anybody is looked for: faults that send it back, and faults that wait.

A fault is found on the cells alone. `rejected` goes back to the sender, who alone can mend it; `review` waits
for a person here, because somebody is named and must not be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from lianfang.apps.intake.reading.terms import DateStatus, Field, IdStatus, NameStatus, RowStatus

SOLID_ID: Final = tuple(
    status.value for status in (IdStatus.OK, IdStatus.UPGRADED_15, IdStatus.OTHER_DOCUMENT)
)
"""Numbers that stand for themselves; a restored X counts only together with the name."""
SEARCHABLE_ID: Final = (*SOLID_ID, IdStatus.X_RESTORED.value)
BAD_DATES: Final = tuple(
    status.value
    for status in (DateStatus.UNREADABLE, DateStatus.IMPOSSIBLE, DateStatus.AMBIGUOUS, DateStatus.FUTURE)
)
MEASURING_DATES: Final = ("last_exposure", "arrived")  # the dates that decide how long a measure lasts


@dataclass(frozen=True, slots=True)
class Remedy:
    """A reason in the user's words, and what to do about it."""

    reason: str
    remedy: str


REASONS: Mapping[str, Remedy] = {
    "too_many_cells": Remedy(
        "这一行的格数比表头多，后面的内容错位", "请给含逗号的内容加上引号，或改用xlsx格式。"
    ),
    "several_people": Remedy("一行填了多个人", "请每人单独填一行，姓名、证件号码、电话一一对应。"),
    "name_unreadable": Remedy("姓名栏不是一个人的姓名", "请填写本人姓名，说明文字写到备注栏。"),
    "nothing_usable": Remedy("没有可用的身份信息", "请补填姓名，以及证件号码或手机号码。"),
    "name_missing": Remedy("缺少姓名", "请核对证件号码或电话对应的本人姓名。"),
    "date_unreadable": Remedy("日期无法识别", "请按2022-03-05的格式填写。"),
    "date_impossible": Remedy("日期不存在", "请核对后按2022-03-05的格式填写。"),
    "date_ambiguous": Remedy("日期可有多种理解", "请写全四位年份，如2022-03-05。"),
    "date_future": Remedy("日期晚于收到名单之日", "请核对后重填。"),
    "id_mangled_by_spreadsheet": Remedy(
        "证件号码被表格软件改成了数字，后几位已丢失", "请把该列设为文本后按证件重填。"
    ),
    "id_bad_check": Remedy("证件号码校验不通过，可能有一位写错", "请核对证件原件。"),
    "id_bad_birth_date": Remedy("证件号码中的出生日期不存在", "请核对证件原件。"),
    "id_bad_region": Remedy("证件号码的前两位不是省级代码", "请核对证件原件。"),
    "id_bad_length": Remedy("证件号码位数不对", "请核对证件原件，应为18位（旧证15位）。"),
    "id_bad_characters": Remedy("证件号码含有不应有的字符", "请核对证件原件。"),
    "id_x_restored": Remedy("证件号码只有17位，可能丢失末位X", "请核对证件原件并补齐18位。"),
    "several": Remedy("有两个以上登记人员都相符", "请核对后选定其中一人；同一人重复登记的请先合并。"),
    "id_other_name": Remedy("证件号码已登记在另一个姓名下", "请核对证件号码是本人还是家人的。"),
    "id_one_off": Remedy("证件号码与同名登记人员只差一位", "请核对证件原件后选定。"),
    "phone_other_name": Remedy("电话登记在另一个姓名下", "请核对是否同住家人，并补填证件号码。"),
    "phone_other_id": Remedy("姓名、电话相符而证件号码不同", "请核对证件原件。"),
    "name_birth_sex": Remedy("与登记人员姓名读音、出生日期、性别相符", "请核对是否同一人。"),
    "name_village_sex": Remedy("与同村登记人员同名", "请核对是否同一人。"),
    "birth_contradicts_id": Remedy("出生日期与证件号码不符", "请核对证件原件。"),
    "village_ambiguous": Remedy("地址可指两个以上地方", "请写明乡镇和村（社区）。"),
    "places_contradict": Remedy("地址中的几个地名互相矛盾", "请核对乡镇和村（社区）是否写错。"),
    "no_identifier": Remedy("没有证件号码、电话和出生日期，无法确认是谁", "请补填证件号码或手机号码。"),
    "incomplete": Remedy("信息不足以新建人员", "请补填证件号码，或手机号码和到村的住址。"),
    "outside_area": Remedy("住地不在本辖区", "已转交住地处理，等待对方签收。"),
    "place_unread": Remedy("地址中没有认出本地地名", "请写明乡镇和村（社区）。"),
    "place_missing": Remedy("没有填写住址", "请补填到村（社区）的住址。"),
    "exposure_unread": Remedy("风险等级或暴露类别的写法未识别", "请在列对照中说明该写法的含义。"),
    "sent_before": Remedy("同一内容以前已收到", "无需处理。"),
    "outcome_missing": Remedy(
        "没有填写核查结果或写法未识别", "请填写：已管控、已离开、号码错误、联系不上、拒绝、死亡、重复。"
    ),
    "person_unknown": Remedy("登记中没有这个人", "请核对姓名、证件号码、电话。"),
}


FIELDS: Final[Mapping[str, Field]] = {
    "several_people": Field.NAME,
    "name_unreadable": Field.NAME,
    "name_missing": Field.NAME,
    "id_other_name": Field.ID_NUMBER,
    "birth_contradicts_id": Field.BIRTH_DATE,
    "village_ambiguous": Field.ADDRESS,
    "places_contradict": Field.ADDRESS,
    "outside_area": Field.ADDRESS,
    "place_unread": Field.ADDRESS,
    "exposure_unread": Field.EXPOSURE,
    "outcome_missing": Field.OUTCOME,
    "phone_other_name": Field.PHONE,
    "phone_other_id": Field.PHONE,
}


def field_at_fault(code: str) -> Field | None:
    """The field whose cell a reason is about; none where it is about the row as a whole."""
    if code.startswith("id_"):
        return Field.ID_NUMBER
    return Field.LAST_EXPOSURE if code.startswith("date_") else FIELDS.get(code)


def sentence(code: str) -> str:
    """A reason in the user's words; "" for none."""
    return REASONS[code].reason if code in REASONS else ""


def remedy(code: str) -> str:
    """What to do about a reason; "" for none."""
    return REASONS[code].remedy if code in REASONS else ""


def rejecting_fault() -> pl.Expr:
    """Reason for which a row goes back at once, "" where it does not; over the columns of a list chunk."""
    name, number = pl.col("name_status"), pl.col("id_status")
    nobody = ~number.is_in(SEARCHABLE_ID) & (pl.col("phones").list.len() == 0)
    return (
        pl.when(pl.col("row_status") == RowStatus.TOO_MANY_CELLS.value)
        .then(pl.lit("too_many_cells"))
        .when((name == NameStatus.SEVERAL.value) | (number == IdStatus.SEVERAL.value))
        .then(pl.lit("several_people"))
        .when(name == NameStatus.NOT_A_NAME.value)
        .then(pl.lit("name_unreadable"))
        .when((name == NameStatus.EMPTY.value) & nobody)
        .then(pl.lit("nothing_usable"))
        .otherwise(pl.lit(""))
    )


def waiting_fault() -> pl.Expr:
    """Reason for which a row waits for a person although somebody may match, "" where it does not."""
    dates = [
        pl.when(pl.col(f"{field}_status") == status).then(pl.lit(f"date_{status}"))
        for field in MEASURING_DATES
        for status in BAD_DATES
    ]
    name = pl.when(pl.col("name_status") == NameStatus.EMPTY.value).then(pl.lit("name_missing"))
    return pl.coalesce(name, *dates, pl.lit(""))


def number_fault() -> pl.Expr:
    """Reason of an identity number that can't be used, "" for a usable or empty one."""
    fine = pl.col("id_status").is_in([*SOLID_ID, IdStatus.EMPTY.value, IdStatus.SEVERAL.value])
    return pl.when(fine).then(pl.lit("")).otherwise(pl.concat_str(pl.lit("id_"), pl.col("id_status")))
