"""Words of cases: how a case is classified, what is done about it, how it was found."""

from enum import StrEnum


class Classification(StrEnum):
    """How doctors judge a case now."""

    SUSPECTED = "suspected"
    CLINICAL = "clinical"
    CONFIRMED = "confirmed"
    ASYMPTOMATIC = "asymptomatic"
    EXCLUDED = "excluded"
    RECOVERED = "recovered"
    DIED = "died"


CLASSIFICATION_NAMES: dict[Classification, str] = {
    Classification.SUSPECTED: "疑似病例",
    Classification.CLINICAL: "临床诊断病例",
    Classification.CONFIRMED: "确诊病例",
    Classification.ASYMPTOMATIC: "无症状感染者",
    Classification.EXCLUDED: "已排除",
    Classification.RECOVERED: "已治愈",
    Classification.DIED: "死亡",
}


class CaseStep(StrEnum):
    """What happens to a case: stated by doctors (again where corrected), reported, investigated."""

    STATED = "stated"
    REPORTED = "reported"
    TRAJECTORY = "trajectory"
    INVESTIGATED = "investigated"


STEP_NAMES: dict[CaseStep, str] = {
    CaseStep.STATED: "诊断",
    CaseStep.REPORTED: "网络直报",
    CaseStep.TRAJECTORY: "核心轨迹查清",
    CaseStep.INVESTIGATED: "个案调查完成",
}


class FoundThrough(StrEnum):
    """How a case came to light: the measure of success is how many were under control already."""

    CONTROL = "control"
    SCREENING = "screening"
    FEVER_CLINIC = "fever_clinic"
    SOUGHT_CARE = "sought_care"
    ENTRY = "entry"
    UNKNOWN = "unknown"


FOUND_NAMES: dict[FoundThrough, str] = {
    FoundThrough.CONTROL: "管控中发现",
    FoundThrough.SCREENING: "筛查发现",
    FoundThrough.FEVER_CLINIC: "发热门诊发现",
    FoundThrough.SOUGHT_CARE: "主动就诊",
    FoundThrough.ENTRY: "入境检疫",
    FoundThrough.UNKNOWN: "不详",
}


class Setting(StrEnum):
    """Where somebody caught it from somebody."""

    HOUSEHOLD = "household"
    WORK = "work"
    SCHOOL = "school"
    MEAL = "meal"
    MARKET = "market"
    TRANSPORT = "transport"
    MEDICAL = "medical"
    CONTROL = "control"
    COMMUNITY = "community"
    UNKNOWN = "unknown"


SETTING_NAMES: dict[Setting, str] = {
    Setting.HOUSEHOLD: "家庭",
    Setting.WORK: "工作场所",
    Setting.SCHOOL: "学校",
    Setting.MEAL: "聚餐、娱乐",
    Setting.MARKET: "商场、市场",
    Setting.TRANSPORT: "交通工具",
    Setting.MEDICAL: "医疗机构",
    Setting.CONTROL: "隔离场所",
    Setting.COMMUNITY: "社区",
    Setting.UNKNOWN: "不明",
}


class LinkCertainty(StrEnum):
    """How sure it is who infected whom."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"


LINK_CERTAINTY_NAMES: dict[LinkCertainty, str] = {
    LinkCertainty.CONFIRMED: "确定",
    LinkCertainty.PROBABLE: "很可能",
    LinkCertainty.POSSIBLE: "可能",
}


class Situation(StrEnum):
    """How somebody was with a case: the nine kinds of the table of close contacts."""

    HOUSEHOLD = "household"
    CARE = "care"
    AEROSOL = "aerosol"
    SAME_ROOM = "same_room"
    MEAL = "meal"
    VISIT = "visit"
    VEHICLE = "vehicle"
    ENVIRONMENT = "environment"
    FIELD = "field"


SITUATION_NAMES: dict[Situation, str] = {
    Situation.HOUSEHOLD: "共同居住生活",
    Situation.CARE: "照料、诊疗护理",
    Situation.AEROSOL: "同处进行产生气溶胶的诊疗",
    Situation.SAME_ROOM: "同办公室、车间、电梯、食堂、教室",
    Situation.MEAL: "密闭环境共餐、共同娱乐",
    Situation.VISIT: "探视",
    Situation.VEHICLE: "同乘交通工具",
    Situation.ENVIRONMENT: "暴露于被污染的环境",
    Situation.FIELD: "现场评估认为符合",
}


class NearnessSource(StrEnum):
    """How it is known that somebody was with a case."""

    TOLD = "told"
    HOUSEHOLD = "household"
    PRESENCE = "presence"


NEARNESS_SOURCE_NAMES: dict[NearnessSource, str] = {
    NearnessSource.TOLD: "访谈",
    NearnessSource.HOUSEHOLD: "同户",
    NearnessSource.PRESENCE: "同时空",
}


class Vehicle(StrEnum):
    """Kinds of vehicle, each with its own rule of nearness."""

    PLANE = "plane"
    SEALED_TRAIN = "sealed_train"
    OPEN_TRAIN = "open_train"
    SEALED_COACH = "sealed_coach"
    VENTILATED_BUS = "ventilated_bus"
    SHIP = "ship"
    CAR = "car"


VEHICLE_NAMES: dict[Vehicle, str] = {
    Vehicle.PLANE: "飞机",
    Vehicle.SEALED_TRAIN: "全封闭空调列车",
    Vehicle.OPEN_TRAIN: "非封闭列车",
    Vehicle.SEALED_COACH: "全封闭空调客车",
    Vehicle.VENTILATED_BUS: "通风客车",
    Vehicle.SHIP: "轮船",
    Vehicle.CAR: "小汽车、出租车",
}


class LeftOut(StrEnum):
    """Why being at one place makes nobody a contact by itself."""

    BEFORE = "before"
    OPEN_AIR = "open_air"
    PASSING = "passing"
    OTHER_COACH = "other_coach"


LEFT_OUT_NAMES: dict[LeftOut, str] = {
    LeftOut.BEFORE: "病例来之前已离开",
    LeftOut.OPEN_AIR: "露天场所，需现场评估",
    LeftOut.PASSING: "只是经过卡口、小区门口",
    LeftOut.OTHER_COACH: "不在同一车厢、舱室",
}


RULE_NAMES: dict[str, str] = {
    "plane": "飞机：同排和前后各三排",
    "sealed_train": "全封闭空调列车：同一车厢或包厢的全部人员",
    "open_train": "非封闭列车：同一包厢，或同格和相邻格",
    "sealed_coach": "全封闭空调客车：全部人员",
    "ventilated_bus": "通风客车：同排和前后各三排",
    "ship": "轮船：同一舱室的人员",
    "car": "小汽车、出租车：同车人员",
    "household": "共同居住生活的人员",
    "care": "照料、诊疗护理病例的人员",
    "aerosol": "在同一空间内进行产生气溶胶诊疗活动的人员",
    "same_room": "同一办公室、车间、电梯、食堂、教室内近距离接触的人员",
    "meal": "密闭环境下共餐、共同娱乐的人员",
    "visit": "探视病例的人员",
    "environment": "暴露于被污染环境的人员",
    "field": "现场调查评估认为符合的其他人员",
}
"""Lines of the table of close contacts, in words."""


class Team(StrEnum):
    """Who investigates together: three teams on one case at once."""

    CDC = "cdc"
    POLICE = "police"
    COMMUNITY = "community"


TEAM_NAMES: dict[Team, str] = {
    Team.CDC: "疾控",
    Team.POLICE: "公安",
    Team.COMMUNITY: "社区",
}


class LetterStep(StrEnum):
    """What becomes of a letter."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


LETTER_STEP_NAMES: dict[LetterStep, str] = {
    LetterStep.ACKNOWLEDGED: "签收",
    LetterStep.ANSWERED: "复函",
}
DEGREE_NAMES: dict[int, str] = {1: "密接", 2: "次密接"}
