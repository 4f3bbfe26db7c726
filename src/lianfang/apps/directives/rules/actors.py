"""Actors in prose: the subject of a demand, who leads, who helps, by whom it is done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lianfang.apps.directives.rules import names
from lianfang.apps.directives.rules.labels import Label, names_in
from lianfang.apps.directives.rules.rule import rule
from lianfang.apps.directives.terms import Actor, Span

_NAMES: Final = r"(?P<who>[^,。;:!?\n“”]{2,60}?)"
_START: Final = r"(?:(?<=[,。;!?\n])|(?<=[^0-9]:)|^)(?:[0-9]{1,2}[.、])?(?:同时|此外|另外|其中|特别是|尤其是|下一步|当前|今后|接下来)?[,]?"
_MUST: Final = r"(?:都|均|也|还|应|要|须|必须|务必|不得|严禁|应当|需要?|一律|坚决|要切实|负责|全面负责|牵头|会同|配合|协助|指导|督促|承担|具体负责|全权负责)"
_VERBS: Final = (
    r"(?:加强|加大|加快|做好|抓好|抓紧|抓实|落实|严格|开展|组织|完善|强化|建立|成立|设立|安排|制定|提供|保障|确保|摸清|排查|实行|实施|负责|立即|第一时间|"
    r"接到|收到|发现|遇|以[^,。;]{1,8}为|每[天日周月季年旬半隔晚夜班0-9一两二三四五]|定期|按照|按|根据|对|切实|认真|全面|及时|积极|主动|统筹|密切|充分|重点|继续|持续|进一步|联合|会同|共同|督促|指导|监督|检查|汇总|上报|报送|值守|(?:[0-9]{1,3}|[一两二三四五六七八九十半]{1,3})个?(?:天|日|小时|周|工作日|分钟|月)(?:之|以)?内|[0-9]{1,2}月(?:[0-9]{1,2}[日号]|[上中下初底末])|[自从](?=[0-9本今即明])|(?:[0-9]{1,2}|[一两二三四五六七八九十半])[天日周]?一(?=[\u4e00-\u9fff])|再(?=[\u4e00-\u9fff])|(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})[点时:]|本周|今[天晚日明]|明[天早日]|当[天日晚]|随时|即日|带头|履行|完成|形成|将|把|采取|采用|同步|派员|派人|派出|派专人|选派|抽调|至少|最少|不少于|只|仅|设置|设|制作|编制|召开|参照|凭|使用|录入|承包|包保|挂牌|逐[户人日一级村项]|不定期|配齐|配备|储备|发布|公布|提醒|告知|登记|核实|报告|通知|牵头|分别|迅速|全员|于|在)"
)
_ACTS: Final = (
    r"(?:协调|调取|调派|调拨|调运|调集|连夜|全程|入户|带队|随车|代跑|把关|轮流|亲自|支援|跟踪|组建|抽取|筹措|筹集|拨付|划拨|预留|准备|腾空|腾出|征用|租用|搭建|"
    r"布设|架设|绘制|拟定|传达|转发|转达|播放|播报|引导|疏散|护送|接送|接回|接收|受理|答复|回应|回复|走访|慰问|看望|轮班|驻守|驻点|查看|清扫|清点|清运|"
    r"盘点|结算|垫付|抽查|复核|复查|复检|采样|送检|检验|诊断|治疗|会诊|转诊|接诊|救治|开设|开放|关停|封存|下架|召回|立案|侦办|劝返|劝阻|拦截|查扣|查处|放行|"
    r"拆除|整治|取缔|照护|照看|送药|送餐|送菜|送货|代买|建群|推送|辟谣|签收|签字|签订|审批|审核|审查|批准|核发|办理|补办|启动|启用|监测|巡查|巡逻|"
    r"排班|消毒|消杀|转运|流调|追踪|处置|处理|整改|测算|研判|会商|调度|安排部署|推进|推动|维护|维持|动员|发动|宣传|讲解|培训|演练|腊月|正月|节前|节后|"
    r"严厉|严守|严把|严控|严查|严管|严肃|严防|从严|优化|依法|保存|保护|倡导|做实|做细|健全|"
    r"充实|全力|关注|分析|划定|利用|劝导|加密|协助|协同|压实|压紧|参与|参加|反馈|发挥|坚决|坚守|填写|"
    r"填报|增强|备好|备案|备足|备齐|大力|妥善|守住|守好|守牢|对接|尽可能|尽快|建档|开通|张贴|悬挂|惩处|扎实|"
    r"打击|执行|扩建|承担|把好|把握|抓住|抓牢|抓细|担当|拓展|推行|提前|摸排|收治|收集|改建|改造|整合|"
    r"新建|明晰|明确|暗访|更新|查验|核对|核查|担任|任(?=[^,。;]{0,4}(?:长|指挥|组))|沟通|深入|清理|激励|用好|畅通|留存|疏导|着力|督办|督导|督查|"
    r"研究|筑牢|签署|简化|精准|紧盯|约谈|细化|织密|统一|考核|营造|落到|落细|补足|补齐|表彰|规范|解决|"
    r"评估|调整|调配|轮训|运用|追溯|追究|逐步|通报|遵守|部署|配合|配强|配足|采购|问责|马上|鼓励|抽检|盯守|提请|见证|盯紧|"
    r"看护|看守|劝离|联络|陪检|陪护|分发|领取|移交|交接|接管|托管|承接|牵引|辅导|包抓|联动|"
    r"上午|下午|晚上|早上|夜间|凌晨|白天)"
    r"(?![\u4e00-\u9fff]{0,3}(?:专班|组(?![建织])|队(?!伍)|局|部门|中心|站|点|室|机构))"
)
"""Verbs, and words of time before them, that follow a subject; 流调 of 流调专班 is none."""
_OFFICE: Final = (
    rf"(?:(?:各?[县市区镇乡]|街道)?(?:(?:{names.SHORT})(?:局|委员会|办|中心|站|所|院|公司)|(?:疾控|妇幼保健|急救|融媒体?)中心"
    r"|[^,。;:!?\n“”、前后经并每次至的]{2,6}?(?:专班|指挥部)))"
)
_NO_VERB: Final = (
    r"[的地得长里内外旁边门口周附近处室科厅部委办员站点组所院区局、和与及或等]|主任|负责人|人员|干部|职工|书记|领导|同志|医|"
    r"大门|入|出|实验|名单|电话|报告|台账|工作|成员|为|是|有|已|也|现|共|在|环境|管理|单位|机构|病房"
)
_PREMISES: Final = "(?:养老|医疗|托育|福利|培训|救助|监管|托幼)机构|敬老院|养老院|福利院|幼儿园|学校|医院|农贸市场|商场|超市|宾馆|酒店|药店|影院|网吧|景区|工地|企业|隔离点|方舱医院"
_BOUND: Final = (
    "(?:每[次日天周人班]|一律|均|都)?(?:不得|不超过|不少于|不准|严禁|必须|须(?!知)|一律|控制在|限)"
)
"""What is allowed of what stands before it."""
UNSURE: Final = "subject_office"
"""The rule by which an office is known as the subject of a verb that no table has."""
RULES: Final = (
    rule(
        "group_of",
        rf"{_START} ?(?P<who>[^ ,。;:!?\n“”]{{2,12}}(?:组|专班|队))(?=:(?:由|负责|牵头|承担|具体负责))",
        "采样组：由卫健局牵头",
        "组织架构里的组，冒号后是它的事",
    ),
    rule(
        "done_by",
        rf"由{_NAMES}(?:负责|专人|(?:[0-9]{{1,2}}|[一两二三四五六七八九十])(?:天|日|小时|周)|包(?![括含])|上报|报送|报告|报|牵头|统筹|组织|落实|承担|实施|具体|汇总|审核|上门|分包|包保|联合|共同|会同|指导|协调|提供|采取|开展|进行|统一|向|按|转运|处理|处置|办理|完成|保障|陪同|陪护|签字|签名|带队|带班|每[天日周]|于|在|对|下沉|进驻|定期|做好|提出|收集|送|代购|代办|代为|配送|修改|完善|审[核定批签]|核[定实准]|印发|下发|起草|录入|登记|填[写报]|出具|依法|依规|依纪|引导|陪|照料|看护|护送|接送|协助|协调|督促|监督|检查|巡查|值守|值班|跟踪|随访|通知|告知|发放|担任|任(?=[^,。;]{0, 4}长)|保管|管理|使用|采购|调配|抽取|拍照|上传|公示|公布|发布|研究|予以|给予|分别|按照|根据|每|逐|{_ACTS})",
        "由卫生院负责",
        "由谁做",
    ),
    rule("leads", rf"{_START}{_NAMES}牵头", "公安局牵头", "谁牵头"),
    rule(
        "helps",
        rf"{_START}{_NAMES}(?:配合|协助|协同|参与|参加)(?=[,。;)]|$|做好|完成|落实|开展)",
        "卫健局配合",
        "谁配合",
    ),
    rule(
        "helps_too",
        rf"(?<=(?:牵头|负责|主抓|带队)、){_NAMES}(?:随车|配合|协助|协同|参与|参加)",
        "由派出所牵头、卫生院配合",
        "谁牵头、谁配合",
    ),
    rule(
        "together",
        rf"(?:会同|联合){_NAMES}(?={_VERBS}|负责|做好|落实)",
        "县卫健局会同属地街道每天",
        "会同谁",
    ),
    rule(
        "answers",
        rf"{_START}{_NAMES}(?:是|为)(?:本[^,。;:]{{2,8}}的?)?(?:第一|直接|主体|主要)?责任(?:人|主体|单位)",
        "市场开办者是第一责任人",
        "谁是责任人",
    ),
    rule(
        "premises",
        rf"{_START}(?P<who>(?:各|所有|辖区内?|县|全县|定点)?{_PREMISES})(?=[^,。;:!?\n“”、的]{{2,8}}?(?:{_BOUND}))",
        "养老机构探视人员每次不得超过2人",
        "场所在前，后面是它管的人和事",
    ),
    rule("subject_must", rf"{_START}{_NAMES}{_MUST}", "各乡镇要", "要做的主语"),
    rule("subject_does", rf"{_START}{_NAMES}(?={_VERBS})", "教体局做好", "做事的主语"),
    rule("subject_acts", rf"{_START}{_NAMES}(?={_ACTS})", "县公安局调取监控", "做事的主语"),
    rule(
        UNSURE,
        rf"{_START}(?P<who>(?:{_OFFICE}[、和与及])*{_OFFICE})(?!{_NO_VERB})(?=[\u4e00-\u9fff]{{2}})",
        "县商务局揽下货源",
        "主语是单位，动词陌生",
    ),
)
_TOLD_BY: Final = {
    "group_of": "主语",
    "done_by": "由",
    "leads": "牵头",
    "helps": "配合",
    "helps_too": "配合",
    "together": "会同",
    "answers": "责任人",
    "premises": "主语",
    "subject_must": "主语",
    "subject_acts": "主语",
    "subject_does": "主语",
    UNSURE: "主语",
}
_TAIL: Final = re.compile(
    r"(?:等)?(?:各|相关|有关|职能|成员|行业主管|主管|责任|牵头|各相关|各有关)*(?:部门|单位|部门单位|机构|行业主管部门|主管部门|人员|同志|组)$"
)
_ABBREVIATED: Final = re.compile(r"等?(?:各|相关|有关|职能|行业|主管|责任)*(?:部门|单位)$")
_COUNTED: Final = re.compile(
    "(?:等)?(?:[0-9]{1,2}|[两二三四五六七八九十])(?:家|部门|个?单位|个部门|人)(?:单位|部门)?$"
)
"""How many were named: 公安、疾控、通信三家."""
_BETWEEN: Final = re.compile(r"[、,]|(?<=[局委办部门所站院村员记镇乡道])(?:和|及|与|以及)(?=[\u4e00-\u9fff])")
_LEADING: Final = re.compile(
    r"^(?:请|希望|要求|督促|指导|安排|组织|由|确保|但|并|而|且|对|让|使|凡|如|若|一旦|发现|通过|以|按|在|把|将|为|从|与|是|要|必须|以上|此项工作|该项工作|本项工作)"
)
LONGEST: Final = 26
_LISTED_LEAST: Final = 2
_SHORTEST, _SHORT = 2, 12


@dataclass(frozen=True, slots=True)
class Found:
    """An actor and whether its name is known."""

    actor: Actor
    known: bool


def actors_in(view: str, text: str) -> Iterator[Found]:
    """The actors of a demand in prose; spans are places of the view."""
    taken: list[tuple[int, int]] = []
    for one in RULES:
        for match in one.pattern.finditer(view):
            start, end = match.span("who")
            if any(start < right and left < end for left, right in taken):
                continue
            found = [place for place in _names(view, start, end) if _acts(one.name, view, *place)]
            if not found:
                continue
            taken.append((start, end))
            yield from (_actor(text, left, right, _TOLD_BY[one.name], one.name) for left, right in found)


def _acts(by_rule: str, view: str, start: int, end: int) -> bool:
    """Whether a name is a doer's: people of no post, whom a demand cares for or supplies, are none."""
    name = view[start:end]
    if by_rule not in _SUBJECTS or names.resolved(name)[1] or not _PEOPLE.search(name):
        return True
    must = by_rule == "subject_must" and _BIDDEN.match(view, end) is not None
    return must and _PUBLIC.search(name) is None


_SUBJECTS: Final = frozenset({"subject_must", "subject_acts", "subject_does"})
_PEOPLE: Final = re.compile(
    "(?:人员|师生|学生|员工|职工|居民|村民|群众|家长|患者|病人|对象|旅客|顾客|者|人)$"
)
_PUBLIC: Final = re.compile(
    "师生|学生|居民|村民|群众|家长|患者|病人|对象|旅客|顾客|老人|(?:返|来|入|隔离|密接|次密|阳性|缺检|应检|重点|接触|外出|流动|滞留|管控|区内?|就诊|就餐|参会|参考).{0,6}(?:人员|者|人)$"
)
_BIDDEN: Final = re.compile("要|应|须|必须|务必|需|负责|牵头")


def labelled(view: str, text: str, label: Label) -> Iterator[Found]:
    """The actors of a label's value: every name of it, known or not."""
    for named in names_in(view, label):
        yield _actor(text, named.start, named.end, label.name, "label")


def _actor(text: str, start: int, end: int, told_by: str, by_rule: str) -> Found:
    name = text[start:end]
    kind, codes, extent = names.resolved(name.translate(_NARROW))
    return Found(Actor(name, Span(start, end), kind, told_by, by_rule, extent, codes), bool(codes))


_NARROW: Final = str.maketrans("（）", "()")


def _names(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the names of a subject, or none where it is no list of actors."""
    who = view[start:end]
    led = _LEADING.match(who)
    if led and led.group() not in {"请", "希望", "由", "要求", "督促", "指导", "但", "并", "而", "且"}:
        return []
    start += led.end() if led else 0
    counted = _COUNTED.search(view[start:end])
    end -= len(counted.group()) if counted and "、" in who else 0
    places = _split(view, start, end)
    names_of = [view[left:right] for left, right in places]
    if not places or any(len(name) > LONGEST or not name for name in names_of):
        return []
    abbreviated = (counted or _ABBREVIATED.search(names_of[-1])) is not None and len(
        names_of
    ) >= _LISTED_LEAST
    if abbreviated and all(_is_short(name) for name in names_of[:-1]):
        return places
    if len(names_of) == 1 and names.BARE.fullmatch(names_of[0]) and not names.OWN.fullmatch(names_of[0]):
        return []
    return places if all(_is_actor(name) for name in names_of) else []


def _split(view: str, start: int, end: int) -> list[tuple[int, int]]:
    masked = re.sub(r"\([^()]*\)", lambda found: "圈" * len(found.group()), view[start:end])
    places, at = [], 0
    for match in _BETWEEN.finditer(masked):
        places.append((start + at, start + match.start()))
        at = match.end()
    places.append((start + at, end))
    return places


def _is_short(name: str) -> bool:
    if names.BARE.fullmatch(name):
        return True
    return _SHORTEST <= len(name) <= _SHORT and _VERB_INSIDE.search(name) is None


def _is_actor(name: str) -> bool:
    return names.is_name(name) and _VERB_INSIDE.search(name) is None


_VERB_INSIDE: Final = re.compile(
    r"^[0-9经]|(?<![自事])由|[0-9一二两三四五六七八九十][点时:]|^每[天日晚夜周月年]|^(?:首|末|终点|起点|下一|上一|到达|途经)站$|^(?:现在|目前|当前|今后)$|^全[县镇乡村市区校]$|大厅$|^每[0-9张]|(?<![调匹])配(?![送餐电])|最多|至少|[0-9两三四五六七八九十]+[天日]|^报(?![社业警]|道)|(?<=.)(?:报(?![社业警]|道)|移交|转交|递交|提交|抄送|通知|告知|联系(?!人|点|组))(?=.)|凭|大量|争取|我们|^(?:全部|剩余|其余)|(?<=.)每|(?<![主重])要|掌握|结束|跟|[0-9x]日|团结|带领|依靠|发动|引导(?!组)|激励|吸纳|重申|动员(?!组)|关怀|提醒|鼓励|选择|积极|要求|及时|传达|强调|指出|引领|即|正处|处于|还处|未|^(?:人员|队伍|干部|群众|领导|同志|单位|部门|行业|返乡|医院感染|保障.*|教育.{3,}|宣传$|组织$)$|加强|加大|落实|做好|抓好|严格|开展|进行|进入|出入|返回|返校|入校|提高|强化|建立|完善|确保|按照|根据|通过|关于|工作(?![组队专站局人干办])|措施|的(?!部门|单位|人员|同志|干部|负责)|不|已|了|是|有(?!关)|没|被|把|将|使|让|给|来自|发现|出现|情况|问题|疫情(?!防控|监测|处置)|对|向|(?<!所)在(?!编|岗|校|职|册)|为(?!民)|如|若|凡|以及"
)
