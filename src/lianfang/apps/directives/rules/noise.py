"""What sites and copying leave in papers: a table of patterns. What matches is left out and marked."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Noise:
    """One kind of noise: its name, its pattern, an example. Patterns see half-width Simplified text."""

    name: str
    pattern: re.Pattern[str]
    example: str


def _noise(name: str, pattern: str, example: str) -> Noise:
    return Noise(name, re.compile(pattern, re.IGNORECASE), example)


LINES: Final = (
    _noise(
        "editor", r".*小编(?:为|给|帮|替|今天|整理|在|精心|带|这里|收集|就|也).*", "下面是小编为大家整理的"
    ),
    _noise(
        "editor_asks",
        r".*(?:欢迎(?:大家|您)?(?:阅读|参考|借鉴|收藏|下载)|希望(?:能|可以)?对(?:你|您|大家)有所?帮助|仅供参考).{0,20}",
        "仅供参考，欢迎借鉴",
    ),
    _noise(
        "model_texts",
        r".*(?:范文(?:大全|参考|网|模板|怎么写|吧)|各类范文|优质范文|优秀范文|相关范文|范文\d+篇|范文精选).*",
        "各类范文大全",
    ),
    _noise(
        "collection",
        r".{2,40}\((?:通用|精选|汇总|优质|热门|合集|最新|实用|推荐|集锦|整理|锦集)?[0-9一二三四五六七八九十]+篇\)",
        "主持词(通用15篇)",
    ),
    _noise("teaser", r"\(?[0-9]*篇?\)?.{10,}(?:\.{3,}|…+)", "简报的作用越来越大......"),
    _noise("type_size", r"字号:?\s*(?:[大中小TＴ+\-\s]*)", "字号：大 中 小"),
    _noise(
        "address",
        r"[\[(]?\s*(?:本文|原文|文章)?(?:地址|链接|网址|来源地址|来源|出处)?:?\s*(?:https?:|www\.)\S+\s*[\])]?",
        "【本文地址：http://…】",
    ),
    _noise(
        "counter",
        r".{0,30}(?:浏览(?:次数|量)?|点击(?:数|量|次数)?|阅读(?:量|次数|数)?|访问量|人气):?\s*\d+.{0,30}",
        "浏览次数：1024",
    ),
    _noise(
        "buttons",
        r"[\[(]?\s*(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|分享(?:到|至)?|返回(?:顶部|首页|列表)|大 ?中 ?小|复制|纠错|举报|上一页|下一页|首页)(?:[\]) |/、:]+(?:打印(?:本页)?|关闭(?:窗口|本页)?|收藏|微信|微博|QQ空间|QQ|朋友圈|顶部|首页|[\[(])*)*\s*[\])]?",
        "【打印】【关闭】",
    ),
    _noise(
        "neighbours",
        r"(?:上一篇|下一篇|上篇|下篇|相关(?:阅读|文章|链接|推荐|新闻|附件下载)|推荐阅读|猜你喜欢|热门文章|延伸阅读|更多相关|精彩推荐|最新文章)[:： ].*|(?:相关(?:阅读|文章|推荐)|推荐阅读|猜你喜欢|热门文章|延伸阅读)",
        "上一篇：没有了",
    ),
    _noise(
        "position",
        r"(?:您?(?:当前|现在|所在)的?位置|您现在的位置)[:是].*|首页\s*[>»›/].*",
        "当前位置：首页 > 通知",
    ),
    _noise(
        "rights",
        r".*(?:版权(?:声明|所有|归)|免责声明|转载请(?:注明|保留)|未经(?:授权|许可).{0,8}转载|侵权.{0,10}删除|(?:ICP|公网安)备|copyright|all rights reserved).*",
        "转载请注明出处",
    ),
    _noise(
        "gathered",
        r".*(?:本文(?:由|档)?.{0,20}(?:整理|上传|收集|提供|发布|编辑)|内容来(?:源|自)于?(?:网络|互联网)|来源于网络).*",
        "本文由某某网整理",
    ),
    _noise(
        "credits",
        r"[(\[]?(?:责任编辑|责编|编辑|作者|撰稿|审核|校对|录入|供稿|发布者|发布人)[:].{1,30}",
        "责任编辑：某某",
    ),
    _noise(
        "paywall",
        r".*(?:免费(?:查看|阅读|下载)|(?:会员|VIP|登录|注册|付费|扫码)(?:后)?(?:即?可)?(?:查看|阅读|下载|继续)|还剩\d+页|剩余\d+%|展开(?:全文|阅读)|查看(?:全文|更多|原文)|点击(?:查看|下载|展开|阅读|这里|此处)|立即下载|下载(?:文档|本文|原文|全文|word)).*",
        "还剩3页未读，继续阅读",
    ),
    _noise(
        "follow",
        r".*(?:扫一扫|扫描(?:上方|下方)?二维码|关注(?:我们|本站|微信|公众号|.{0,12}公众号)|微信公众号|长按识别|客户端下载|手机(?:版|访问)).*(?<![要须])",
        "扫一扫关注公众号",
    ),
    _noise("advertising", r"(?:广告|赞助商?链接|推广)[:：]?.{0,20}|\[?(?:ad|ads)\]?", "广告"),
    _noise("separator", r"[=\-_*~—·.#]{3,}", "-----"),
)
"""A whole line is left out where one of these matches all of it."""

LONGEST_LINE: Final = 400
"""A longer line is never noise as a whole: it carries a paper's sentences."""

INSIDE: Final = (
    _noise(
        "paywall_inside", r"\s*当前隐藏内容(?:免费|登录后?|付费)?查看\s*", "交通防当前隐藏内容免费查看控组"
    ),
    _noise(
        "address_inside",
        r"[\[(]\s*(?:本文|原文)?(?:地址|链接|网址|来源)[:][^\])\n]{0,120}[\])]",
        "【本文地址：http://…】",
    ),
    _noise(
        "site_inside",
        r"[\[(](?:来自|来源[:于]|转自|摘自|本文来自)[^\])\n]{1,40}[\])]",
        "（来自某某范文网）",
    ),
    _noise("link_inside", r"https?://[^\s\u3000-\u9fff）)】]+", "http://…"),
    _noise(
        "editor_inside",
        r"(?<=[。!?\n])[^。!?\n]{0,60}小编(?:为|给|帮)[^。!?\n]{0,80}[。!?]",
        "下面是小编为大家整理的范文。",
    ),
    _noise("stray_dot", r"(?<=[\u4e00-\u9fff])的(?P<gone>[.`'])(?=[\u4e00-\u9fff])", "今后的.工作"),
)
"""Left out wherever they stand."""


WIDE: Final = frozenset({"rights", "gathered", "paywall", "follow", "counter"})
LONGEST_WIDE: Final = 80
"""Signs that a paper's own sentences may hold as well make noise of a short line only."""
NUMBERED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、是要.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、)]|[①-⑳]|第[一二三四五六七八九十]+[条,、])"
)


def is_line(line: str) -> str:
    """The name of the noise that a whole line is, or nothing: a numbered line is never noise as a whole."""
    bare = line.strip()
    if not bare or len(bare) > LONGEST_LINE or NUMBERED.match(bare):
        return ""
    wide = len(bare) <= LONGEST_WIDE and not re.search("要|必须|务必", bare)
    kinds = (kind for kind in LINES if wide or kind.name not in WIDE)
    return next((kind.name for kind in kinds if kind.pattern.fullmatch(bare)), "")
