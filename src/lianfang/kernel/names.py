"""Names of persons: pinyin keys, what may be a name, several people in one cell.

Readings come from pypinyin's table of single characters, laid out once as a translation table; surnames have
readings of their own (曾 zeng, 单 shan, 仇 qiu), which the table of words does not know.
"""

import re
import unicodedata
from functools import cache

from lianfang.kernel.text import clean, simplify

SURNAME_READINGS: dict[str, str] = dict(
    entry.split(":")
    for line in (
        "曾:zeng 单:shan 單:shan 仇:qiu 查:zha 解:xie 区:ou 區:ou 朴:piao 盖:ge 蓋:ge 乐:yue 樂:yue",
        "翟:zhai 缪:miao 繆:miao 折:she 种:chong 繁:po 秘:bi 员:yun 員:yun 召:shao 洗:xian 覃:qin",
        "佴:nai 郇:xun 乜:nie 么:yao 句:gou 都:du 祭:zhai 藏:zang 卜:bu 隗:wei 贠:yun 阚:kan 角:jue",
        "黑:he 炅:gui 万俟:mo,qi 尉迟:yu,chi 尉遲:yu,chi 澹台:tan,tai 澹臺:tan,tai 单于:chan,yu",
        "單于:chan,yu",
    )
    for entry in line.split()
)
COMPOUND_SURNAMES = frozenset(
    surname
    for line in (
        "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 皇甫 东方 東方 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒",
        "司空 长孙 長孫 宇文 轩辕 軒轅 端木 独孤 獨孤 南宫 南宮 西门 西門 闻人 聞人 钟离 鍾離 淳于",
        "单于 單于 申屠 太史 公羊 澹台 澹臺 濮阳 濮陽 呼延 拓跋 百里 东郭 東郭 万俟 赫连 赫連 宗政",
        "公冶 太叔 仲孙 仲孫 鲜于 鮮于 闾丘 閭丘 司寇 第五 梁丘 左丘 东门 東門",
    )
    for surname in line.split()
)
NOT_NAMES = frozenset(
    word
    for line in (
        "合计 小计 总计 共计 累计 合計 小計 總計 姓名 名字 备注 说明 注 无 不详 未知 同上 空 本人",
        "户主 填表人 制表人 填报人 审核人 审核 联系人 负责人 制表 填报 统计 以上 以下 序号 日期",
        "签名 签字 盖章 无名氏 待查 待核 某某 测试 test none null nan n/a na unknown total",
        "subtotal name sum",
    )
    for word in line.split()
)
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_DOTS = re.compile(r"\s*[·•‧∙⋅・･●.]\s*")
_HAN_GAP = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}])")
_NAME = re.compile(f"[{HAN}]{{2,6}}|[{HAN}]+(?:·[{HAN}]+)+|[{HAN}]+·[A-Z]")
_LATIN_NAME = re.compile(r"[^\W\d_]+(?:[ '’\-·,.]{1,2}[^\W\d_]+)*\.?")
_HAS_HAN = re.compile(f"[{HAN}]")
_SEPARATORS = re.compile(r"[、,，;；/／\\|&\r\n\t]+|(?<=[一-鿿])(?:和|及|与)(?=[一-鿿]{2,3}$)")
_LONGEST = 40


@cache
def readings() -> dict[int, str]:
    """Code point of a character → its toneless first reading between spaces, as str.translate takes it."""
    from pypinyin.pinyin_dict import pinyin_dict

    table = {point: f" {_toneless(marked.split(',', 1)[0])} " for point, marked in pinyin_dict.items()}
    table.update({ord(sign): " " for sign in "·•‧∙⋅・.,-、，"})
    table.update({ord(sign): "" for sign in "'’`"})
    return table


def name_key(name: str) -> str:
    """Toneless pinyin of a name, syllables between single spaces, for comparing by sound and for sorting.

    欧阳锋 → "ou yang feng", 曾国藩 → "zeng guo fan"; Latin names in lower case; "" for no letters at all.
    """
    surname = SURNAME_READINGS.get(name[:2]) or SURNAME_READINGS.get(name[:1])
    if surname is None:
        return " ".join(name.translate(readings()).lower().split())
    syllables = surname.split(",")
    rest = name[len(syllables) :].translate(readings()).lower().split()
    return " ".join(syllables + rest)


def clean_name(text: str) -> str:
    """A name as it is kept: clean, Simplified, one form of the dot, no spaces between Chinese characters."""
    name = simplify(clean(text))
    if name.isascii():
        return name
    return _HAN_GAP.sub("", _DOTS.sub("·", name) if _HAS_HAN.search(name) else name)


def is_person_name(text: str) -> bool:
    """Whether a clean text may be the name of one person; 合计, 不详, 张三等5人 may not."""
    if not text or len(text) > _LONGEST or text.casefold() in NOT_NAMES:
        return False
    if _HAS_HAN.search(text):
        return _NAME.fullmatch(text) is not None
    return _LATIN_NAME.fullmatch(text) is not None and len(text) > 1


def split_people(text: str) -> list[str]:
    """The people named in one cell: ["张三", "李四"] for 张三、李四, one for 张 三, none for an empty cell.

    A space parts people only if each part could be a whole name and no part is a compound surname; what is
    not a name at all comes back as one piece, for the caller to refuse.
    """
    whole = clean_name(text)
    pieces = [clean_name(piece) for piece in _SEPARATORS.split(text)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1 and all(is_person_name(piece) for piece in pieces) and _HAS_HAN.search(whole):
        return pieces
    spaced = simplify(clean(text)).split(" ")
    if len(spaced) > 1 and all(_stands_alone(piece) for piece in spaced):
        return spaced
    return [whole] if whole else []


def _stands_alone(piece: str) -> bool:
    if piece in COMPOUND_SURNAMES or not _HAS_HAN.search(piece):
        return False
    return len(piece) in (2, 3, 4) and is_person_name(piece)


def _toneless(marked: str) -> str:
    plain = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    return "".join(sign for sign in plain if sign.isascii() and sign.isalpha()).lower()
