"""Who is meant: a table of names of posts and units, first match decides; names stay as written."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives.terms import ActorKind, Extent


@dataclass(frozen=True, slots=True)
class Name:
    """A pattern that a whole name matches, what kind it is, and the posts or kinds of unit meant."""

    pattern: re.Pattern[str]
    kind: ActorKind
    codes: tuple[str, ...]
    example: str


def _name(kind: ActorKind, pattern: str, example: str, *codes: PostCode | UnitKind) -> Name:
    return Name(re.compile(pattern), kind, tuple(code.value for code in codes), example)


_post, _unit, _group = (partial(_name, kind) for kind in (ActorKind.POST, ActorKind.UNIT, ActorKind.GROUP))

SHORT: Final = "公安|卫健|教体|教育|民政|财政|住建|交通(?:运输)?|商务|文旅|宣传|网信|应急(?:管理)?|市场监管|农业农村|发改|工信|统战|机关工委|人社|医保|信访|司法|城管|林业|水利|组织|邮政|海关|民航|铁路|供销社?|粮食|气象|科技|自然资源|生态环境|审计|统计|乡村振兴|通信|电信|通信管理|移动|联通|供电|农业和农村|卫生|卫生健康|市场|纪检监察|畜牧|水务|环保|国土|工商|食药监|药监|质监|安监|旅游|文化|体育|人武|民宗|统战|宗教|消防|交警|交管|运管|路政|疾病防控"
"""Fields by which departments are called in short."""

NAMES: Final = (
    _post(
        r".*(?:县|区|市).{0,14}指挥部(?:办公室|办)|.*县(?:疫防办|防控办)",
        "县指挥部办公室",
        PostCode.COUNTY_OFFICE,
    ),
    _post(r".*(?:镇|乡|街道).{0,14}(?:指挥部|领导小组|防控)(?:办公室|办)", "镇防控办", PostCode.TOWN_CLERK),
    _post(r".*第一书记", "驻村第一书记", PostCode.FIRST_SECRETARY),
    _post(r".*(?:网格(?:员|长|管理员)|楼栋长|单元长)", "网格员", PostCode.GRID_WORKER),
    _post(r".*(?:村医|(?:乡村|社区|家庭|签约|责任|包村)医生)", "包村医生", PostCode.VILLAGE_DOCTOR),
    _post(r".*(?:民警|警务?员|辅警)", "包村民警", PostCode.POLICE_OFFICER),
    _post(r".*派出所(?:所长|负责人|主要负责(?:人|同志))", "派出所所长", PostCode.POLICE_STATION_HEAD),
    _post(
        r".*(?:卫生院|社区卫生服务中心|医院)(?:院长|主任|负责人|主要负责(?:人|同志))",
        "卫生院院长",
        PostCode.HEALTH_CENTRE_HEAD,
    ),
    _post(
        r".*(?:包片|挂片|联片|挂点|包保|包联|驻片|片区|镇|乡|街道|党政|班子)(?:区)?(?:班子)?(?:领导|负责人|成员)(?:干部)?|片长|.*(?:镇长|乡长|街道办?主任|乡镇长)",
        "包片领导",
        PostCode.AREA_LEADER,
    ),
    _post(
        r".*(?:包村|包社区|驻村|驻社区|联村|挂村|包组|包保|分包)(?:工作)?(?:干部|组长|工作队队?长|组|负责人)",
        "包村干部",
        PostCode.VILLAGE_CADRE,
    ),
    _post(
        r".*(?:村|社区|行政村|居|基层)(?:\(社区\))?(?:党组织|党支部|党总支|党委|支部|总支|两委)?(?:支部)?(?:书记|支书)(?:、?主任)?|.*村(?:委会)?主任|.*(?:居委会|社区)主任|村长",
        "各行政村党组织书记",
        PostCode.VILLAGE_SECRETARY,
    ),
    _group(r".*(?:乡镇|镇|乡|街道).{0,8}(?:党委|党工委)书记", "镇党委书记", PostCode.TOWN_CLERK),
    _post(
        r".*(?:校长|园长|院长|所长|站长|局长|主任|科长|股长|队长|组长|场长|厂长|护士长|总经理|经理|店长|馆长|负责人|主要负责(?:人|同志)|站所长|秘书|委员|部长|会长|段长|班长)",
        "农业站站长",
        PostCode.UNIT_HEAD,
    ),
    _unit(
        rf"(?:各级|县|市|区|省|镇|乡)?(?:{SHORT})(?:交警|消防)?(?:等|主管|行业|监管|行政)*(?:部门|单位|系统|机关|口)?",
        "公安部门",
        UnitKind.DEPARTMENT,
    ),
    _group(r".*(?:干部|党员|人员|群众|同志|居民|村民|学生|教师|师生|家长|志愿者|职工)", "下沉干部"),
    _unit(
        r".*(?:县|市|区|省).{0,14}(?:指挥部|领导小组)(?:办公室|办)?|.*(?:疫防办|防控办|防指办|联防联控办)|.*指挥部(?:办公室|成员)?|领导小组(?:办公室)?",
        "县指挥部",
        UnitKind.HEADQUARTERS,
    ),
    _unit(
        r".*(?:工作组|专班|督导组|专项组|督查组|检查组|巡查组|保障组|控组|防控组|监测组|引导组|救治组|工作队|小分队|监管组|推广组|协查组|流调组|溯源组|转运组|综合组|应急组|检测组|(?<![办村])组)",
        "物资保障组",
        UnitKind.WORKING_GROUP,
    ),
    _unit(r".*(?:卫生院|社区卫生服务(?:中心|站)|村卫生室|卫生室)", "卫生院", UnitKind.HEALTH_CENTRE),
    _unit(r".*(?:派出所|警务室)", "派出所", UnitKind.POLICE_STATION),
    _unit(r".*(?:疾控中心|疾病预防控制中心|疾控机构|疾控)", "县疾控中心", UnitKind.CDC),
    _unit(r".*(?:隔离(?:场所|点|酒店|宾馆)|观察点|方舱)", "集中隔离点", UnitKind.ISOLATION_SITE),
    _unit(r".*(?:检测机构|实验室|检测点|检测单位)", "检测机构", UnitKind.LABORATORY),
    _unit(
        r".*(?:学校|学院|幼儿园|中学|小学|托幼机构|校|大学|培训机构|教学点|托育机构)",
        "各学校",
        UnitKind.SCHOOL,
    ),
    _unit(r".*(?:医院|医疗机构|诊所|医共体|医疗卫生机构|门诊部?)", "县医院", UnitKind.HOSPITAL),
    _unit(r".*(?:药店|药房)", "零售药店", UnitKind.PHARMACY),
    _unit(r".*(?:酒店|宾馆|旅馆|民宿)", "宾馆", UnitKind.HOTEL),
    _unit(
        r".*(?:农贸市场|市场|商场|超市|商超|综合体|市场主办(?:方|单位)|市场开办(?:方|单位|者))",
        "农贸市场",
        UnitKind.MARKET,
    ),
    _unit(r".*(?:卡点|卡口|检查站|检疫站|检查点|检疫点|服务点)", "各卡点", UnitKind.CHECKPOINT),
    _unit(r".*(?:仓库|储备库|储备点)", "物资储备库", UnitKind.STOREHOUSE),
    _unit(
        r".*(?:企业|公司|工厂|厂|工地|施工单位|园区|商户|经营者|经营单位|经营户|快递网点|物流园)",
        "各企业",
        UnitKind.ENTERPRISE,
    ),
    _unit(
        r".*(?:乡\(镇\)|乡镇|镇|(?<![返回下进])乡|街道|镇上|镇里|乡里|镇街|街镇|乡镇街道|办事处|\(街道\)|\(乡镇\)|\(镇\))(?:党委|党工委|人民政府|政府|办事处|\(街道\)|\(乡镇\)|\(镇\)|(?:党政|综合)?办公室)*",
        "各乡镇（街道）",
        UnitKind.TOWN_OFFICE,
    ),
    _unit(
        r".*(?:行政村|村委会|居委会|村民委员会|居民委员会|村\(社区\)|村\(居\)|社区\(村\)|村|社区|村居|村社|村“?两委”?|“?两委”?|村里|村上|村部)(?:党组织|党支部|两委)?",
        "各行政村",
        UnitKind.VILLAGE_COMMITTEE,
    ),
    _unit(
        r".*(?:局|委|办|部门|办公室|(?<!干)部|院|(?<!大)厅|中心|站|管委会|科室|股室|部室|病区|(?:督[查办]|监察|医务|值班|研究|医政|信访|机要|接待)室|(?<!场)所|大队|支队|执法队|委员会|政府|科|股|(?<!正)(?<!还)处|纪委|纪工委|监委|党办|总工会|团委|妇联|工会|联合会|法院|检察院)",
        "县公安局",
        UnitKind.DEPARTMENT,
    ),
    _group(
        r".*(?:单位|部门|行业|机构|各级|主体|各地|各方|县市区|县区|各县|区县|战线|系统|条线|小区|物业(?:公司|服务企业|服务人)?|站所|办所|成员|领导小组|机关|党组织|党委|党支部|支部)",
        "各有关单位",
    ),
    _group(
        r".*(?:人员|干部|党员|医护|职工|职员|学生|教师|老师|师生|家长|居民|村民|群众|志愿者|负责同志|领导|专家|队伍|领导干部|保安|司机|驾驶员|从业者|店员|班主任|辅导员|管理员|同志|联络员|观察员|采样员|消毒员|(?:安全|保洁|防疫|信息|统计|配送|宣传|巡查|督导|测温|登记|引导|卫生|监督|协管|护理|检验|质检)专?员|专员|护士|医师|药师|会计|理事会)",
        "下沉干部",
    ),
)
BARE: Final = re.compile(SHORT)
OWN: Final = re.compile("交警|消防|海关|交管|路政|运管|人武|纪检监察|邮政|气象")
"""Fields whose short name is an office of its own."""
"""A field alone: 应急 of 应急保障 is nobody; beside others, or with 部门, it is a department."""

EACH: Final = re.compile(r"各|所有|全体|每|全[县市镇乡区校省]|辖区内?|相关|有关|成员|等$")


def resolved(name: str) -> tuple[ActorKind, tuple[str, ...], Extent]:
    """What a name means: its kind, the posts or kinds of unit (none where nobody knows), and one or each."""
    known = _known(name)
    extent = Extent.EACH if EACH.match(_bare(name)) else Extent.ONE
    return (known.kind, known.codes, extent) if known else (ActorKind.GROUP, (), extent)


def is_name(name: str) -> bool:
    """Whether the table knows a name at all."""
    return _known(name) is not None


def _known(name: str) -> Name | None:
    bare = _bare(name)
    return next((one for one in NAMES if one.pattern.fullmatch(bare)), None)


def _bare(name: str) -> str:
    return name.strip("“”\"' ")
