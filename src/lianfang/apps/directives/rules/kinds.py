"""What a part is: a demand, a heading, a problem, an agenda point, or a statement; and how sure."""

import re
from typing import Final

from lianfang.apps.directives.terms import ItemKind

PROBLEM_LEAD: Final = re.compile(
    r"存在(?:的|着|以下|如下|一些|突出|主要|不少|较多|哪些|许多|诸多)*(?:问题|不足|短板|薄弱环节|隐患|差距|漏洞)|(?:主要|突出|以下|发现的?|反馈的?|自查的?|具体)(?:的)?问题(?:有|如下|是|清单|表现|$|:|为)|问题(?:还)?(?:不少|较多|突出|清单|表现|汇总)|主要表现|表现在|短板(?:弱项)?[:。]|不足之处|发现(?:了)?(?:以下|如下|的)(?:几个|几点|主要)?(?:问题|情况)|问题如下"
)
DEMAND_LEAD: Final = re.compile(
    r"(?:整改|工作|具体|几点|以下|如下|[0-9一二三四五六七八九十]+[点个项条方面]{1,2})(?:要求|意见|措施|任务|建议|安排|部署|工作)|强调|要做到|要求如下|要求[:：]|提出.{0,12}要求|任务|抓好|做好|落实(?:好|以下)|重点工作|部署|安排|(?:要求|措施|任务|安排|部署|打算|保障|纪律)[:。]?$|(?:议定|决定|商定|审定|明确|确定)(?:了)?[^,。;:]{0,8}(?:事项|如下|意见|决定)|(?:议定|决定)[:]?$|(?:事项|决定|决议)如下[:]?$|(?:督办|通知|函告|提示|通告|交办|命令|规定|倡议|明确)如下"
)
AGENDA_LEAD: Final = re.compile(r"议程|会议(?:内容|流程|程序|事项)|议题")
STATEMENT_LEAD: Final = re.compile(
    r"(?:取得|主要|工作)(?:了)?.{0,8}(?:成效|成绩|进展|做法|经验|亮点)|(?:开展|完成|做)了|(?:有|原因|特点|难度|形势|情况|背景|意义|理由)(?:如下|主要有|有以下|[:]|是)|面临|判断|分析|成因|为什么|成效(?:明显|显著)?|(?:工作|基本|防控|进展)情况[:。]?$|汇报如下|情况(?:汇报|通报)如下|回顾|好的(?:做法|方面)|(?:启动|触发|终止|解除|响应|判定|分级)(?:的)?(?:条件|标准|情形)"
)
AGENDA: Final = re.compile(
    r"(?:请|由).{1,40}(?:汇报|发言|讲话|传达|宣读|通报|介绍|讲解|主持|安排部署|作.{0,8}(?:讲话|报告|发言|汇报))|第[一二三四五六七八九十]+项议程|(?:领导|作)(?:重要)?讲话|汇报发言|表态发言|交流发言|进行发言|(?:听取|审议|讨论|研究|学习|传达|观看|宣读)[^要须]{2,}$"
)
MUST: Final = "(?<![主需重首只想将就简摘纪提必概紧])要"
MODAL: Final = re.compile(
    r"(?<![主需重首只想将就简摘纪提必概紧])要(?![求点素闻道么案领务害件隘]|(?:不|是)|紧|好的)|必须|务必|应当|(?<![响反适供相对效])应(?![急对该届用邀接种检]|.{0,2}尽)|须(?!知)|不得|不准|不能(?!用|少)|不许|严禁|禁止|一律|确保|请(?!示|假|求)|力争|切忌|不可(?!测|避|少|否|用|预)|杜绝|严防|防止|需要?(?!求|用)|坚决|限"
)
IMPERATIVE: Final = re.compile(
    r"(?:全面|全力|切实|认真|严格|进一步|深入|扎实|及时|积极|主动|统筹|密切|充分|重点|继续|持续|迅速|立即|马上|尽快|提前|科学|依法|规范|坚决|大力|着力|不断|定期|每[天日周月]|从严|精准|有序|合理|妥善|逐步|统一|务实|牢牢|真正|带头|共同|按照.{2,20}要求[,]?|按.{1,10}(?:标准|要求|规定)[,]?)*"
    r"(?:加强|加大|加快|加密|做好|做实|做细|做到|抓好|抓紧|抓实|抓住|抓牢|抓细|抓|落实|落细|落到|严格|严把|严控|严查|严守|严管|严防|严肃|严厉|严|开展|组织|完善|强化|建立|健全|成立|设立|设置|安排|制定|提供|保障|确保|摸清|摸排|排查|实行|实施|执行|推行|推进|推动|储备|配备|配齐|配强|配足|发布|公布|提醒|告知|登记|核实|报告|通知|牵头|聚焦|紧盯|压实|压紧|提高|提升|坚持|把握|把好|把|对|筑牢|织密|守住|守牢|守好|落|完成|整改|清理|关闭|暂停|停止|取消|禁止|控制|限制|减少|避免|启动|启用|规范|细化|明确|明晰|优化|调整|充实|整合|统筹|协调|协助|协同|配合|指导|督促|监督|检查|检测|监测|测量|消毒|消杀|采购|采取|调配|调度|宣传|引导|教育|动员|发动|关心|关爱|关注|关闭|维护|保护|保持|收集|汇总|上报|报送|反馈|更新|通过|利用|运用|用好|发挥|履行|承担|担当|深化|巩固|树立|增强|克服|纠正|深刻|认清|领会|学习|贯彻|传达|营造|倡导|鼓励|劝导|劝阻|疏导|服从|遵守|坚守|值守|参加|参与|打击|查处|惩处|处理|处置|转运|隔离|救治|收治|追踪|追溯|流调|核查|核对|张贴|悬挂|签订|签署|填写|填报|佩戴|携带|出示|保存|留存|备案|建档|分类|分区|封闭|封控|划定|设岗|值班|备足|备齐|备好|腾出|改造|改建|扩建|新建|召开|举行|举办|部署|研究|研判|会商|分析|评估|演练|培训|轮训|考核|通报|问责|追究|约谈|督查|督导|督办|巡查|抽查|暗访|表彰|激励|引领|带领|带动|支持|支援|帮助|解决|化解|满足|补齐|补足|补|堵|查|立足|围绕|结合|拓宽|拓展|简化|缩短|延长|扩大|丰富|美化|净化|清运|清扫|通风|洗手|勤|少|不(?:聚集|聚餐|串门|信谣|传谣|造谣|得|准|许|能)|全部|非必要|尽量|尽可能|务|切|以.{2,16}为|从.{2,16}入手|开通|公开|畅通|设|凭|持|扫码|查验|验|测|派|选派|抽调|下沉|入户|走访|联系|对接|沟通|报)"
)
TOLD: Final = re.compile(
    r"了(?!解|结|断)|已(?:经|有|对|按|在|建|完|成)?|截至|截止|目前|仍(?:然|有|存)|还存在|不够|不到位|未(?!来|成年|病先|雨绸)|尚未|没有(?!.{0,8}(?:不得|一律))|缺乏|不足|偏|滞后|较(?:差|低|弱|慢|多)|更加|同比|增长|取得|得到了|形成了|个别|有的|部分|少数|一些"
)
_NOMINAL: Final = re.compile(r"(?:的|情形|情况|病例|疫情|事件)[。;]?$")
_ASKS: Final = re.compile(MODAL.pattern + "|将(?:会同|组织|对|按|不定期|定期|适时|联合)")
_NEWS: Final = re.compile(
    "召开了|参加(?:会议)?[。]|参加(?:今天|本次|这次)?会议|应到|实到|现在开会|进行了(?:总结|部署|通报)|宣布了|到会|与会|听取了|作了"
)
_OPENING: Final = re.compile(
    r"(?:制定|提出|通知|通告|通报|明确|下达|印发|纪要|汇报|讲|说|作)[^,。;:]{0,8}(?:本|如下|以下|几点|[一二三四五六七八九几]个?(?:点|方面|条))[^,。;:]{0,8}[。:]?$"
)
BLOCK_PROBLEMS: Final = frozenset({"entry", "problem"})
"""Styles of forms that name a problem: with its measure it is a demand, without one it stays a problem."""
HEAD_LENGTH: Final = 45
_HEAD_END: Final = re.compile(r"[。:;]")
_SLOGAN: Final = re.compile(
    r"^(?:同志们|疫情就是命令|今天|会上|会后(?![,]?(?:请|各|要|由))|会议(?:强调|指出|要求|认为)|此次|这次|刚才|近日|近期|当前|目前|为(?:了|贯彻|落实|进一步|做好|切实|深入|全面|有效|坚决|确保)|根据(?!.{0,20}要求,)|按照.{2,40}(?:精神|部署),?(?:现|经|结合))"
)


def kind_of(
    own: str, number: str, family: str, children: int, leads: tuple[str, ...], *, exact: bool, timed: bool
) -> ItemKind:
    """The kind of a part: `own` its text, `leads` what stands above it, nearest first.

    `exact` says that it tells who or by when, `timed` that it tells a day, a span, or how often.
    """
    if family == "closing":
        return ItemKind.DEMAND if timed and _HANDS_IN.search(own) else ItemKind.STATEMENT
    if family in BLOCK_PROBLEMS and "问题" in number and not exact and not _MENDED.search(own):
        return ItemKind.PROBLEM
    bare = number.endswith("项") and AGENDA.search(own) is None
    if (family == "agenda" and not bare) or _is_agenda(own, leads):
        return ItemKind.AGENDA
    exact = exact or number.endswith("要")
    if not number:
        asks = _asks_without_number(own, exact=exact, timed=timed)
        return ItemKind.DEMAND if asks else ItemKind.STATEMENT
    if not own.strip() or (children and not number.endswith("要") and _groups(own)):
        return ItemKind.HEADING
    return _by_lead(own, leads, exact=exact)


def _groups(own: str) -> bool:
    """Whether words above other parts only name them: a title, or what leads to them with a colon."""
    if _LEADS_ON.search(own) and not MODAL.search(own):
        return True
    soft = own.rstrip()[-1:] not in set("。;")
    return _is_head(own) and MODAL.search(_SOFT.sub("", own) if soft else own) is None


_SOFT: Final = re.compile("确保|坚决|力争|严防|杜绝")
"""What a title says without asking: 压实责任，确保落到实处."""
_LEADS_ON: Final = re.compile(r"(?:要求|措施|任务|安排|做到)[:]\s*$")


def _by_lead(own: str, leads: tuple[str, ...], *, exact: bool) -> ItemKind:
    lead = next((found for found in (_lead_of(text) for text in leads) if found), ItemKind.DEMAND)
    if lead is ItemKind.PROBLEM:
        return ItemKind.DEMAND if _MENDED.search(own) else ItemKind.PROBLEM
    if lead is ItemKind.STATEMENT:
        told = _NOMINAL.search(own) or TOLD.search(own) or not STRONG.search(own)
        return ItemKind.STATEMENT if told else ItemKind.DEMAND
    if not exact and (_AIMS.match(own) or (_WHOM.match(own) and not MODAL.search(own))):
        return ItemKind.STATEMENT
    if exact or MODAL.search(own):
        return ItemKind.DEMAND
    if _is_head(own) and PROBLEM_LEAD.search(own):
        return ItemKind.HEADING
    return ItemKind.DEMAND if not _tells(own) or _asks_later(own) else ItemKind.STATEMENT


_WHOM: Final = re.compile(
    "(?:约谈|督查|检查|考核|培训|参会|参训|参加|出席|列席|会议|活动|适用|调查|检测|采样|接种|排查|宣传)(?:的)?(?:对象|事由|人员|时间|地点|范围|单位|依据|名单)(?:[。:,;\n]|$)"
)
"""A head above names, a time or a place: nobody is asked for anything."""
STRONG: Final = re.compile(rf"{MUST}(?!求)|必须|务必|不得|严禁|确保|请(?!示|假|求)")
_AIMS: Final = re.compile(
    "(?:指导思想|总体要求|总体思路|工作目标|总体目标|目标任务|基本原则|工作原则|基本情况|编制依据|编制目的|适用范围)(?:[。:;,\n]|$)|本(?:办法|通知|方案|预案|意见|规定|制度|令|命令|决定|通告|细则)(?:适用|自|由.{0,16}解释)|为.{2,40}制定本"
)
_MENDED: Final = re.compile(
    r"整改(?:要求|措施|意见|时限|内容)|(?:具体|工作|解决)?措施[:]|责任单位|要(?:立即|求.{0,6}(?:立即|整改))"
)


def _tells(own: str) -> bool:
    first = re.split("[。;]", own, maxsplit=2)
    return TOLD.search("".join(first[:2])) is not None


def _asks_later(own: str) -> bool:
    return any(IMPERATIVE.match(clause) for clause in re.split("[。;]", own)[1:])


def _lead_of(text: str) -> ItemKind | None:
    if not text:
        return None
    tail = text[-120:]
    found = [(match.end(), kind) for kind, pattern in _LEADS for match in pattern.finditer(tail)]
    return max(found, key=lambda one: one[0])[1] if found else None


_LEADS: Final = (
    (ItemKind.PROBLEM, PROBLEM_LEAD),
    (ItemKind.STATEMENT, STATEMENT_LEAD),
    (ItemKind.DEMAND, DEMAND_LEAD),
)


def _is_agenda(own: str, leads: tuple[str, ...]) -> bool:
    near = leads[0] if leads else ""
    if AGENDA_LEAD.search(near[-60:]) and not DEMAND_LEAD.search(near[-12:]):
        return len(own) <= 2 * HEAD_LENGTH and not re.search("必须|务必|不得", own)
    return False


def _is_head(own: str) -> bool:
    return len(own) <= HEAD_LENGTH and len([part for part in _HEAD_END.split(own.strip()) if part]) <= 1


def _asks_without_number(own: str, *, exact: bool, timed: bool) -> bool:
    """Whether a paragraph of no number asks: it tells who or by when, and that it must, or is to be handed in."""
    if not exact or _NEWS.search(own) or _OPENING.search(own):
        return False
    hands_in = timed and _HANDS_IN.search(own) is not None and not TOLD.search(own)
    if _SLOGAN.match(own):
        return timed and _RESOLVED.match(own) is not None and MODAL.search(own) is not None
    return hands_in or MODAL.search(own) is not None


_HANDS_IN: Final = re.compile(
    "(?:上报|报送|报告|反馈|提交|通报|报备|备案|汇总|调度|报)(?!价|名|销|纸|道|警)|周报|日报|月报"
)
"""What is asked for at the end of papers without a word of must: 每周五16时前报县督查组."""
_RESOLVED: Final = re.compile("会议(?:强调|要求|明确|决定|议定)")


def measure_at(own: str) -> int:
    """Where the measure begins of a problem that is told with it: what stands before is what was found."""
    found = _MEASURE.search(own)
    return found.start() if found else 0


_MEASURE: Final = re.compile("\n[ *·-]*(?:整改|具体|工作|解决)?(?:措施|要求|内容)[:]")


def title_of(own: str) -> str:
    """The first sentence where it is short, else the first words."""
    head = re.split(r"[。;:\n]", own.strip(), maxsplit=1)[0].strip()
    if len(head) <= HEAD_LENGTH:
        return head
    words = head.split(",", 1)[0]
    return words if len(words) <= HEAD_LENGTH else words[: HEAD_LENGTH - 1] + "…"
