"""What one cell says, read alone: the plain twins of the vectorised cleaning in `clean`.

That uses them for odd cells. Every function takes the text of a cell and returns values with a
status; none raises.
"""

import re
from datetime import date

from lianfang.apps.intake.reading.terms import DateStatus, IdStatus, NameStatus, PhoneStatus, ValueStatus
from lianfang.kernel import citizen_id
from lianfang.kernel.citizen_id import DocumentKind
from lianfang.kernel.dates import (
    AmbiguousDate,
    Certainty,
    FutureDate,
    ImpossibleDate,
    UnreadableDate,
    read_date,
)
from lianfang.kernel.names import HAN, is_person_name, name_key, split_people
from lianfang.kernel.phones import leaves_digits, read_phone_cell
from lianfang.kernel.text import clean, restore_formula, simplify

OLDEST_AGE = 130
NOTHING = frozenset(
    word
    for words in (
        "- -- — —— / // \\ . ? 无 暂无 没有 不详 未知 空 未提供",
        "na n/a #n/a null none nan unknown nil",
    )
    for word in ("", *words.split())
)
_ODD_NAME = re.compile(
    rf"(?:[0-9]{{1,4}}[.、)]\s*)?([{HAN}·]+|[A-Za-z][A-Za-z .'\-]+?)\s*([(\[【〔:*#?!].*|[0-9].*)?"
)
_WHOLE_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)
_DECLARED = re.compile(r"[A-Z0-9]{5,20}")
_CARD_2023 = re.compile(r"9[1-6][0-9]{15}[0-9X]")
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_AGE = re.compile(
    r"(?:(?P<years>[0-9]{1,3})(?:\.[0-9]+)?(?:周?岁|years?|yrs?|y)?)?半?(?:(?P<months>[0-9]{1,2})(?:个?月|months?|m))?"
    r"(?:(?P<days>[0-9]{1,2})(?:天|日|days?|d))?",
    re.IGNORECASE,
)
_NOTE_TAIL = re.compile(r"^[(\[【〔:]\s*|\s*[)\]】〕]$")

SEXES = {
    word: sex
    for sex, words in (
        ("male", "男 男性 male m man boy 1 男士 ♂"),
        ("female", "女 女性 female f woman girl 2 女士 ♀"),
    )
    for word in words.split()
}
LEVELS = {
    word: level
    for level, words in (
        ("high", "高 高风险 高风险区 高风险地区 high high_risk"),
        ("medium", "中 中风险 中风险区 中风险地区 medium middle medium_risk"),
        ("low", "低 低风险 低风险区 低风险地区 low low_risk"),
        ("", "境外 国外 无风险 常态化 常态化防控 常态化防控区 常态化防控地区 其他 其他地区"),
        ("sealed", "封控 封控区 sealed lockdown"),
        ("controlled", "管控 管控区 controlled"),
        ("precaution", "防范 防范区 precaution"),
    )
    for word in words.split()
}
EXPOSURES = {
    word: exposure
    for exposure, words in (
        ("close_contact", "密接 密切接触者 密切接触 密接者 密切接触人员 close_contact contact"),
        (
            "secondary_contact",
            "次密接 次密 密接的密接 次密切接触者 次密接者 密切接触者的密切接触者 secondary_contact",
        ),
        ("general_contact", "一般接触者 一般接触 一般接触人员 general_contact"),
        ("co_exposed", "共同暴露者 共同暴露 共同暴露人员 时空伴随者 时空伴随 时空伴随人员 co_exposed"),
        ("overseas", "入境人员 境外返回 境外入境 入境 境外来返人员 境外人员 境外返回人员 overseas"),
        (
            "area_arrival",
            "风险地区来返人员 风险区来返人员 风险地区人员 重点地区来返人员 重点地区返回人员 area_arrival",
        ),
        ("high_risk_area", "高风险区来返人员 高风险区返回 高风险地区来返人员 高风险区人员 high_risk_area"),
        (
            "medium_risk_area",
            "中风险区来返人员 中风险区返回 中风险地区来返人员 中风险区人员 medium_risk_area",
        ),
        ("low_risk_area", "低风险区来返人员 低风险区返回 低风险地区来返人员 低风险区人员 low_risk_area"),
        ("sealed_area", "封控区人员 封控区来返人员 sealed_area"),
        ("controlled_area", "管控区人员 管控区来返人员 controlled_area"),
        ("precaution_area", "防范区人员 防范区来返人员 precaution_area"),
        (
            "returnee",
            "返乡人员 来返人员 外地返乡人员 外地来返人员 返乡来乡人员 外地返乡来乡人员 省外返乡 returnee",
        ),
        (
            "closed_loop_exit",
            "结束闭环人员 闭环结束人员 闭环作业结束人员 解除闭环人员 高风险岗位人员 closed_loop_exit",
        ),
        ("case", "病例 确诊病例 确诊 case confirmed"),
        ("suspected_case", "疑似病例 疑似 suspected_case suspected"),
        ("discharged_case", "出院病例 出院患者 出院人员 治愈出院 discharged_case"),
        ("asymptomatic", "无症状感染者 无症状 asymptomatic"),
        ("mild_or_asymptomatic", "轻型病例 轻型 轻症 轻型和无症状 mild_or_asymptomatic"),
    )
    for word in words.split()
}
VACCINATED = {
    word: answer
    for answer, words in (
        ("yes", "是 已接种 有 已种 接种 全程接种 全程 加强 加强针 已加强 完成接种 yes y true 1"),
        ("no", "否 未接种 无 没有 未种 未 no n false 0"),
    )
    for word in words.split()
}
DOCUMENTS = {
    word: kind
    for kind, words in (
        (DocumentKind.NATIONAL_ID, "身份证 居民身份证 中国居民身份证 二代身份证 national_id id"),
        (DocumentKind.PASSPORT, "护照 中国护照 外国护照 普通护照 passport"),
        (DocumentKind.HK_MACAO_PERMIT, "港澳居民来往内地通行证 回乡证 港澳通行证 港澳居民通行证 港澳证件"),
        (DocumentKind.HK_MACAO_RESIDENCE, "港澳居民居住证 港澳居住证"),
        (
            DocumentKind.TAIWAN_PERMIT,
            "台湾居民来往大陆通行证 台胞证 台湾通行证 台湾居民居住证 台湾居民通行证",
        ),
        (DocumentKind.FOREIGN_RESIDENCE, "外国人永久居留身份证 外国人永久居留证 永久居留证 外国人居留证"),
    )
    for word in words.split()
}

NameCell = tuple[str | None, str, str | None, list[str] | None]  # name, status, note, people
IdCell = tuple[str, str | None, str, date | None, str | None]  # kind, number, status, birth date, sex
PhoneCell = tuple[list[str], list[str], str]  # mobiles, landlines, status
DateCell = tuple[date | None, str]


def is_nothing(text: str) -> bool:
    """Whether a clean text says that there is nothing to say: 无, -, N/A."""
    return text.lower() in NOTHING


def read_text(text: str) -> str | None:
    """The clean Simplified text of a cell, None for nothing; our own mark before formulas comes off."""
    value = simplify(clean(restore_formula(text)))
    return None if is_nothing(value) else value


def read_name(text: str) -> NameCell:
    """The name in a cell, or the names of several people."""
    people = split_people(restore_formula(text))
    if not people or is_nothing(people[0]):
        return None, NameStatus.EMPTY, None, None
    if len(people) > 1:
        return None, NameStatus.SEVERAL, None, people
    name = people[0]
    if is_person_name(name):
        return name, NameStatus.OK, None, None
    noted = _ODD_NAME.fullmatch(name)
    if noted and is_person_name(noted[1].strip()):
        return noted[1].strip(), NameStatus.NOTED, _NOTE_TAIL.sub("", noted[2] or "") or name, None
    return name, NameStatus.NOT_A_NAME, None, None


def read_name_key(name: str) -> str:
    """Key of a name that was read."""
    return name_key(name)


def read_id(text: str, declared: str, *, on: date) -> IdCell:
    """The document number in a cell; `declared` is the text of the column of document kinds."""
    value = citizen_id.squeeze(text)
    if is_nothing(value):
        return DocumentKind.UNKNOWN, None, IdStatus.EMPTY, None, None
    whole = _WHOLE_ID.findall(clean(text))
    if len(set(whole)) > 1:
        return DocumentKind.NATIONAL_ID, clean(text), IdStatus.SEVERAL, None, None
    if whole:
        value = whole[0].upper()
    try:
        return _read_citizen(value, on)
    except citizen_id.NotACitizenId as error:
        return _read_other(value, DOCUMENTS.get(clean(declared).lower()), error, on)


def _read_citizen(value: str, on: date) -> IdCell:
    person = citizen_id.read(value, on=on)
    status = IdStatus.UPGRADED_15 if person.upgraded else IdStatus.OK
    return citizen_id.classify(person.number), person.number, status, person.birth_date, person.sex.value


def _read_other(
    value: str, declared: DocumentKind | None, error: citizen_id.NotACitizenId, on: date
) -> IdCell:
    kind = citizen_id.classify(value)
    if isinstance(error, citizen_id.MangledBySpreadsheet):
        return DocumentKind.NATIONAL_ID, value, IdStatus.MANGLED_BY_SPREADSHEET, None, None
    restored = citizen_id.restore_lost_x(value)
    if restored and declared in (None, DocumentKind.NATIONAL_ID):
        return _restored(restored, value, on)
    if _is_other_document(value, kind, declared):
        return declared or kind, value, IdStatus.OTHER_DOCUMENT, None, None
    return DocumentKind.NATIONAL_ID, value, _BROKEN[type(error)], None, None


def _restored(number: str, value: str, on: date) -> IdCell:
    try:
        kind, number_read, _status, born, sex = _read_citizen(number, on)
    except citizen_id.NotACitizenId as error:
        return DocumentKind.NATIONAL_ID, value, _BROKEN[type(error)], None, None
    return kind, number_read, IdStatus.X_RESTORED, born, sex


_BROKEN: dict[type[citizen_id.NotACitizenId], IdStatus] = {
    citizen_id.WrongLength: IdStatus.BAD_LENGTH,
    citizen_id.WrongCharacters: IdStatus.BAD_CHARACTERS,
    citizen_id.WrongRegion: IdStatus.BAD_REGION,
    citizen_id.WrongBirthDate: IdStatus.BAD_BIRTH_DATE,
    citizen_id.WrongCheckDigit: IdStatus.BAD_CHECK,
}


def _is_other_document(value: str, kind: DocumentKind, declared: DocumentKind | None) -> bool:
    """Whether a number that is no citizen's is a document all the same; bare digits only if so declared."""
    if declared not in (None, DocumentKind.NATIONAL_ID):
        return _DECLARED.fullmatch(value) is not None
    if _CARD_2023.fullmatch(value):
        return citizen_id.check_digit(value[:17]) == value[17]
    checked = (DocumentKind.NATIONAL_ID, DocumentKind.HK_MACAO_RESIDENCE, DocumentKind.UNKNOWN)
    return kind not in checked and not value.isdigit() and not value.startswith("830000")


def read_phone(text: str) -> PhoneCell:
    """The telephones in a cell."""
    if is_nothing(clean(text)):
        return [], [], PhoneStatus.EMPTY
    reading = read_phone_cell(text)
    mobiles, landlines = list(reading.mobiles), list(reading.landlines)
    if not mobiles and not landlines:
        return [], [], PhoneStatus.UNREADABLE
    if leaves_digits(reading):
        return mobiles, landlines, PhoneStatus.PARTLY_UNREADABLE
    return mobiles, landlines, PhoneStatus.OK if mobiles else PhoneStatus.LANDLINE_ONLY


def read_day(text: str, *, on: date) -> DateCell:
    """The day in a cell; a day that is not sure is not given."""
    value = clean(restore_formula(text))
    if is_nothing(value):
        return None, DateStatus.EMPTY
    try:
        reading = read_date(value, on=on)
    except UnreadableDate as error:
        return None, _NOT_A_DAY.get(type(error), DateStatus.UNREADABLE)
    exact = reading.certainty is Certainty.EXACT
    return reading.value, DateStatus.OK if exact else DateStatus.YEAR_ASSUMED


_NOT_A_DAY: dict[type[UnreadableDate], DateStatus] = {
    ImpossibleDate: DateStatus.IMPOSSIBLE,
    AmbiguousDate: DateStatus.AMBIGUOUS,
    FutureDate: DateStatus.FUTURE,
}


def read_sex(text: str) -> tuple[str | None, str]:
    """male or female; the digits are those of GB/T 2261.1."""
    return read_code(text, SEXES)[::2]


def read_age(text: str) -> tuple[int | None, str]:
    """Completed years: 35, 35岁, 8个月 (0), 1岁6个月 (1)."""
    value = clean(text).replace(" ", "")
    if is_nothing(value):
        return None, ValueStatus.EMPTY
    match = _AGE.fullmatch(value)
    if not match or not any(match.groups()):
        return None, ValueStatus.UNREADABLE
    years = int(match["years"] or 0) + int(match["months"] or 0) // 12
    return (years, ValueStatus.OK) if years <= OLDEST_AGE else (None, ValueStatus.UNREADABLE)


def read_code(text: str, codes: dict[str, str]) -> tuple[str | None, str | None, str]:
    """Code, text and status of a coded cell; words for none of the codes are empty, unknown unreadable."""
    value = clean(text)
    word = value.lower()
    code = codes.get(word.replace(" ", "_"), codes.get(word))
    if code is not None:
        return code or None, value, ValueStatus.OK if code else ValueStatus.EMPTY
    if is_nothing(value):
        return None, None, ValueStatus.EMPTY
    return None, value, ValueStatus.UNREADABLE
