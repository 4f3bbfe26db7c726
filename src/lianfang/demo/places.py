"""Invented places: province 99 and its neighbour 98; none of their names is in the national table of areas.

Only the plainest village names (东风村, 新民社区…) are those of hundreds of real villages; they are here
because real counties have several of each.
"""

from lianfang.demo.draws import words

PROVINCE = ("99", "砚北省")
CITY = ("9901", "霁川市")
COUNTY = ("990121", "澜砚县")

# Neighbours that lists name: people come from them or belong to them. No table of their villages is kept.
OUTSIDE: dict[str, str] = {
    "990101": "霁澳区",
    "990102": "栩墩区",
    "990122": "蓼泽县",
    "990181": "岫亭市",
    "9902": "翎屿市",
    "990201": "翎垣区",
    "990221": "珩畴县",
    "990222": "菰渡县",
    "9903": "槿安市",
    "990301": "槿庐区",
    "990321": "霭原县",
    "990381": "溆澳市",
    "98": "珩南省",
    "9801": "箬畈市",
    "980101": "荇堰区",
    "980102": "苕庐区",
    "980121": "潆塬县",
    "9802": "霭平市",
    "980201": "霭渡区",
    "980221": "栩泽县",
    "980281": "蓼垣市",
    "9803": "岫安市",
    "980301": "岫塬区",
    "980321": "翎畈县",
}
OUTSIDE_TOWNS = ("霁塬镇", "苕墩镇", "荇畴乡")
OUTSIDE_VILLAGES = ("东风村", "向阳村", "珩墩村", "和平社区", "霭泽村", "栩亭社区")

ROOT_FIRST = "砚澜箬岫槿霁苕溆潆霭栩翎珩蓼菰荇筠"
ROOT_SECOND = "屿渡原汀畈墩畴澳垣庐堰亭泽塬"
ROOT_SIDES = ("", "上", "下", "东", "西", "大", "小", "新", "老")
# Everyday names, the first of them the most often repeated; each stands in two or three towns.
COMMON_VILLAGES = words("东风 向阳 红旗 团结 前进 胜利 永丰 光明 兴隆 长安 建新 民主 双桥 五星 跃进")
COMMON_COMMUNITIES = words("新民 和平 建设 幸福 友谊 文化 人民 解放 朝阳 新华")

HOTELS = words("迎宾 云来 四季 如归 滨江 悦庭 望月 金桥")
HAMLET_ENDINGS = words("湾 冲 坪 沟 塘 庄 岭 桥 洼 垸")
COMPOUND_FIRST = words(
    "阳光 锦绣 和谐 金色 翠湖 紫荆 龙泉 丽景 天赐 书香 御景 名仕 春江 东城 滨河 凤凰 世纪 瑞丰"
)
COMPOUND_ENDINGS = words("花园 小区 家园 苑 新村 华庭 名城 公馆")
STREETS = words("人民路 建设路 解放路 滨河路 新华路 育才路 文化路 朝阳路 环城东路 工业大道")
CHINESE_DIGITS = "零一二三四五六七八九"


def roots() -> list[str]:
    """Two characters each, in a fixed order that spreads both of them; none begins a name of the outside."""
    used = {name[:2] for name in (*OUTSIDE.values(), *OUTSIDE_TOWNS, *OUTSIDE_VILLAGES, COUNTY[1], CITY[1])}
    pairs = [
        ROOT_FIRST[(step + turn) % len(ROOT_FIRST)] + ROOT_SECOND[step % len(ROOT_SECOND)]
        for turn in range(len(ROOT_FIRST))
        for step in range(len(ROOT_SECOND))
    ]
    return [pair for pair in pairs if pair not in used]


def numeral(number: int) -> str:
    """A number as groups and grids are numbered: in Chinese characters up to 99, then in digits."""
    tens, ones = divmod(number, 10)
    if tens >= len(CHINESE_DIGITS):
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "")
