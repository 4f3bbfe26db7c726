"""Words by which senders head their columns, and by which a line says that it is no person."""

import re
from collections.abc import Iterator

from lianfang.apps.intake.reading.terms import Field

LABELS: dict[Field, str] = {
    Field.NAME: "姓名",
    Field.ID_NUMBER: "证件号码",
    Field.ID_KIND: "证件类型",
    Field.PHONE: "联系电话",
    Field.SEX: "性别",
    Field.AGE: "年龄",
    Field.BIRTH_DATE: "出生日期",
    Field.ADDRESS: "现住址",
    Field.REGISTERED_ADDRESS: "户籍地",
    Field.COUNTY: "县区",
    Field.TOWN: "乡镇",
    Field.VILLAGE: "村/社区",
    Field.GRID: "网格",
    Field.ROOM: "房间号",
    Field.OCCUPATION: "职业",
    Field.WORKPLACE: "工作单位",
    Field.ORIGIN: "来源地",
    Field.LEVEL: "风险等级",
    Field.EXPOSURE: "人员类别",
    Field.TRANSPORT: "交通方式",
    Field.LAST_EXPOSURE: "末次接触日期",
    Field.ARRIVED: "到达日期",
    Field.ONSET: "发病日期",
    Field.CHECKED: "核查日期",
    Field.VACCINATED: "疫苗接种",
    Field.TEMPERATURE: "体温",
    Field.OUTCOME: "核查结果",
    Field.NOTE: "备注",
}

CHINESE: dict[Field, str] = {  # words between spaces
    Field.NAME: "姓名 名字 人名 名称姓名 被排查人 入住人 报备人 乘客 旅客 住客",
    Field.ID_NUMBER: (
        "身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码 公民身份证号码 居民身份证号码 "
        "居民身份证号 居民身份证 身份证件号码 身份证件号 证件编号 有效证件号码 有效证件号 "
        "有效身份证件号码 身份号码 护照号 护照号码"
    ),
    Field.ID_KIND: "证件类型 证件类别 证件种类 证件名称 身份证件类型 有效证件类型",
    Field.PHONE: (
        "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系手机 移动电话 移动电话号码 "
        "固定电话 固话 座机 家庭电话 备用电话 联系号码 手机电话 有效联系方式 联系电话号码 通讯方式"
    ),
    Field.SEX: "性别",
    Field.AGE: "年龄 周岁 岁数 年岁 实足年龄",
    Field.BIRTH_DATE: "出生日期 出生年月日 出生年月 生日 出生时间",
    Field.ADDRESS: (
        "现住址 现住地址 现居住地 现居住地址 居住地 居住地址 住址 家庭住址 详细地址 详细住址 地址 "
        "常住地址 常住地 居住详细地址 现住详细地址 现详细住址 现详细地址 现住地 现居地 "
        "现居住详细地址 目前居住地 家庭地址 实际居住地 实际居住地址 实际住址 隔离地址 居家隔离地址 "
        "居住地详细地址 现居住地详细地址 常住地详细地址 目前住址"
    ),
    Field.REGISTERED_ADDRESS: (
        "户籍地 户籍地址 户籍 户籍所在地 户口所在地 户口地址 身份证地址 户籍详细地址 户籍地详细地址 "
        "户口 籍贯 地址户籍 地址户籍地 身份证住址"
    ),
    Field.COUNTY: "县 区县 县区 县市区 所属县区 所属区县 所在县区 所在县 所属县",
    Field.TOWN: (
        "乡镇 街道 镇街 乡镇街道 街镇 镇 乡 所属乡镇 所在乡镇 所属街道 所在街道 所属镇街 镇办 乡镇办 乡镇名称"
    ),
    Field.VILLAGE: (
        "村 社区 村社区 村居 村委会 居委会 所属村 行政村 所属社区 所在村 所在社区 村名 村居社区 "
        "村委 所属村居 所属村社区 村社区名称"
    ),
    Field.GRID: "网格 所属网格 网格名称 网格号 网格编号 所在网格",
    Field.ROOM: "房间号 房号 房间 房间号码 门牌号 楼栋房号",
    Field.OCCUPATION: "职业 工种 岗位 从事职业 人群分类 职业类别",
    Field.WORKPLACE: (
        "工作单位 单位 就业单位 单位名称 所在单位 学校 就读学校 所在学校 工作单位学校 工作学习单位 "
        "单位学校 工作单位名称 工作单位或学校"
    ),
    Field.ORIGIN: (
        "来源地 出发地 来自 从何地来 何地返回 何处返回 来源地区 始发地 外出地 外出地点 旅居地 "
        "旅居史 返回前所在地 出发城市 来自地区 来源地址 来返地 来自何地 从何地返回 始发站 出发站 "
        "旅居地区 入境国家 来源国家"
    ),
    Field.LEVEL: (
        "风险等级 风险级别 区域等级 风险区等级 地区风险等级 来源地风险等级 出发地风险等级 等级 "
        "风险区域等级 旅居地风险等级"
    ),
    Field.EXPOSURE: (
        "接触类型 人员类别 人员类型 类别 类型 管控类别 人员分类 暴露类型 暴露方式 密接类型 排查类别 "
        "人员属性 接触类别 人员性质"
    ),
    Field.TRANSPORT: (
        "交通方式 交通工具 车次 航班 航班号 车次航班 车次航班号 航班车次 航班车次号 车牌号 "
        "乘坐交通工具 返回方式 返回交通工具 来返交通方式 班次"
    ),
    Field.LAST_EXPOSURE: (
        "末次接触日期 末次接触时间 末次暴露日期 末次暴露时间 最后接触日期 最后接触时间 最后暴露日期 "
        "最后暴露时间 末次接触 末次暴露 离开风险区日期 离开风险区时间 离开风险地区日期 "
        "离开风险地区时间"
    ),
    Field.ARRIVED: (
        "到达日期 到达时间 返回日期 返回时间 抵达日期 抵达时间 来本地日期 来本地时间 到本地日期 "
        "到本地时间 入境日期 入境时间 返乡日期 返乡时间 入住日期 入住时间 来返日期 来返时间 "
        "返回本地日期 返回本地时间 到达本地日期 到达本地时间"
    ),
    Field.ONSET: "发病日期 发病时间 症状出现日期 症状出现时间 出现症状日期 出现症状时间",
    Field.CHECKED: (
        "核查日期 核查时间 排查日期 排查时间 摸排日期 摸排时间 登记日期 登记时间 核实日期 核实时间"
    ),
    Field.VACCINATED: (
        "是否接种疫苗 疫苗接种 是否接种 疫苗接种情况 接种情况 疫苗接种史 接种疫苗 是否接种新冠疫苗"
    ),
    Field.TEMPERATURE: "体温 体温测量",
    Field.OUTCOME: (
        "核查结果 排查结果 摸排结果 核查情况 核实情况 排查情况 落实情况 管控情况 管控措施 处置结果 "
        "处置情况 核实结果"
    ),
    Field.NOTE: "备注 说明 备注说明 其他 其它",
}

ENGLISH: dict[Field, str] = {  # words between commas
    Field.NAME: "name, full name, fullname, patient name, person name",
    Field.ID_NUMBER: (
        "id number, id no, idno, id card, id card no, id card number, identity number, "
        "identity card, identity card number, citizen id, national id, passport, passport no, "
        "passport number, document number, document no"
    ),
    Field.ID_KIND: "id type, document type, id kind",
    Field.PHONE: (
        "phone, mobile, tel, telephone, cell phone, cellphone, phone number, mobile number, "
        "mobile phone, phone no, contact number, telephone number"
    ),
    Field.SEX: "sex, gender",
    Field.AGE: "age, age years, years of age",
    Field.BIRTH_DATE: "birth date, birthdate, date of birth, dob, birthday",
    Field.ADDRESS: "address, home address, current address, residence, house",
    Field.REGISTERED_ADDRESS: "registered address, registered residence, household registration",
    Field.COUNTY: "county, district",
    Field.TOWN: "town, township, street",
    Field.VILLAGE: "village, community",
    Field.GRID: "grid",
    Field.ROOM: "room, room no, room number",
    Field.OCCUPATION: "occupation, job, profession",
    Field.WORKPLACE: "workplace, employer, company, school",
    Field.ORIGIN: "origin, departure, travelled from, travel history, place of departure",
    Field.LEVEL: "level, risk level, risk",
    Field.EXPOSURE: "exposure, contact type, category, exposure type",
    Field.TRANSPORT: "transport, flight, train, flight no, train no, vehicle",
    Field.LAST_EXPOSURE: (
        "last exposure, last contact, last exposure date, last contact date, date of last contact, "
        "date of last exposure"
    ),
    Field.ARRIVED: "arrived, arrival, arrival date, date of arrival, return date, check in, check in date",
    Field.ONSET: "onset, onset date, date of onset, symptom onset",
    Field.CHECKED: "checked, check date, date checked",
    Field.VACCINATED: "vaccinated, vaccination",
    Field.TEMPERATURE: "temperature",
    Field.OUTCOME: "outcome, result",
    Field.NOTE: "note, notes, remark, remarks, comment, comments",
}

SEQUENCE = frozenset(("序号", "编号", "行号", "顺序号", "原行号", "no", "#", "serial", "seq"))

# Prefixes that speak of the person of the row: 密接者姓名, 本人电话.
OF_THE_PERSON = re.compile(
    "(?:人员|本人|患者|病人|病例|感染者|密接者?|密切接触者|次密接|接触者|被?隔离(?:人员?|者)?|居民|学生|幼儿|教职工|员工"
    "|旅客|乘客|住客|租客|客人|入境人员|返乡人员|来返人员|报备人员?|被?排查(?:人员?|对象)|被?管控人员?|入住人员?"
    "|重点人员|当事人|对象|个人|您|你)的?"
)
# What makes a column speak of someone else: 监护人姓名, 联系人电话.
OF_ANOTHER = re.compile(
    "监护|联系人|家长|父亲|母亲|配偶|亲属|同住|户主|紧急|房东|业主|雇主|指示病例|传染源|上级|填报|填表|登记人|上报|报告人"
    "|包保|责任|负责|网格[员长]|医生|医师|干部|民警|队长|书记|审核|核查人|排查人|摸排人|经办"
    "|contact person|guardian|parent"
)
# How a line begins that is no person.
FOOTER = re.compile(
    r"(?:合 ?计|小 ?计|总 ?计|共 ?计|累 ?计|填 ?[表报写]|制 ?表|审 ?[核批]|复 ?核|备 ?注|注 ?[:：]"
    r"|注意|说 ?明|以 ?上|附 ?[:：]"
    r"|负责人|责任人|联系人|经办|报送|上报|网格员签|单位(?:负责人|[:：(（])|日 ?期 ?[:：]|签 ?[名字章]"
    r"|盖 ?章|截至|统计时间|打印"
    r"|第.{1,4}页|共.{0,6}[页人条户]|total|sum\b|subtotal|grand total|notes?\b|remarks?\b|end\b"
    r"|[*※]|[—\-=_]{1,3}\s*$)",
    re.IGNORECASE,
)
TOTAL = re.compile(r"(?:[合小总共累] ?计|total|sum\b|subtotal|grand)", re.IGNORECASE)


def words(field: Field) -> Iterator[str]:
    """All words that head a column of the field, already normal."""
    yield from CHINESE[field].split()
    yield from (word.strip() for word in ENGLISH.get(field, "").split(",") if word.strip())
