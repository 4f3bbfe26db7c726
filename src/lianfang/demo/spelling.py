"""How people misspell: digits, characters of like sound or shape, the other script, remarks in the name."""

import re
from functools import cache
from typing import Any

import numpy as np

from lianfang.demo import places
from lianfang.demo.draws import words
from lianfang.demo.names import FEMALE, MALE, SURNAMES
from lianfang.kernel.names import readings
from lianfang.kernel.text import to_simplified

REMARKS = ("（户主）", "(女)", "（大）", "*", "（小名）", "(租户)")
# Characters that look alike; either may be written for the other.
LOOKALIKES = words(
    "己已 未末 士土 日曰 晓哓 洁浩 婷娉 杰木 燕蒸 莉菊 丽雨 敏敬 伟件 磊垒 涛铸 霞震 萍苹 玲铃 军车 "
    "兵乒 刚钢 林材 峰蜂 亮高 辉晖 慧彗 静静 颖颍 宇字 晨震 睿容 涵函 欣欢 怡恰 佳住 娟捐 艳绝 芳劳 "
    "梅海 兰三 英央 秀季 桂佳 玉王 文丈 志态 明朋 永水 国园 华毕 春舂 云去 清请 红江 建健 子孑 一二 "
    "雯霎 悦说 嘉喜 博搏 豪毫 泽译 轩轻 然燃"
)
GROUP_NUMBER = re.compile(r"(\d{1,2})组")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def full_width(text: str, _: np.random.Generator) -> str:
    """Digits as wide as a Chinese character, as some input methods give them."""
    return text.translate(FULL_WIDTH)


def wrong_digit(text: str, rng: np.random.Generator) -> str:
    """One digit replaced by another; never the first, which would be noticed at once."""
    digits = [place for place in range(1, len(text)) if text[place].isdigit()]
    place = digits[int(rng.integers(0, len(digits)))]
    digit = (int(text[place]) + int(rng.integers(1, 10))) % 10
    return text[:place] + str(digit) + text[place + 1 :]


def swapped_digits(text: str, rng: np.random.Generator) -> str:
    """Two unlike neighbours in each other's place."""
    unlike = [place for place in range(1, len(text) - 2) if text[place] != text[place + 1]]
    place = unlike[int(rng.integers(0, len(unlike)))]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def dropped_digit(text: str, rng: np.random.Generator) -> str:
    """One digit forgotten."""
    place = int(rng.integers(1, len(text) - 1))
    return text[:place] + text[place + 1 :]


def homophone(name: str, rng: np.random.Generator) -> str:
    """One character of the given name, or if none fits of the surname, replaced by one of the same sound."""
    places = [place for place in range(len(name)) if homophones().get(name[place])]
    later = [place for place in places if place > 0] or places
    if not later:
        return name
    place = later[int(rng.integers(0, len(later)))]
    others = homophones()[name[place]]
    return name[:place] + others[int(rng.integers(0, len(others)))] + name[place + 1 :]


@cache
def homophones() -> dict[str, str]:
    """Characters of names and, for each, the others that sound the same."""
    by_sound: dict[str, str] = {}
    for sign in sorted(name_characters()):
        sound = readings()[ord(sign)].strip()
        by_sound[sound] = by_sound.get(sound, "") + sign
    return {sign: group.replace(sign, "") for group in by_sound.values() for sign in group if len(group) > 1}


def name_characters() -> set[str]:
    """All single characters of which names of the county are made."""
    given = {sign for pool in (*MALE, *FEMALE) for sign in pool.single + pool.first + pool.second}
    return (
        given | set("".join(SURNAMES)) | set("纬玮炜维惟韦茹如儒珊杉裕玉愉榆誉彬斌宾滨珺君均俊筠钧嫣妍焱岩")
    )


def misprint(name: str, rng: np.random.Generator) -> str:
    """One character of the given name replaced by one that looks alike, or by any other of the names."""
    place = int(rng.integers(1, len(name)))
    alike = [pair.replace(name[place], "", 1) for pair in LOOKALIKES if name[place] in pair]
    others = [sign for sign in alike if sign != name[place]] or sorted(name_characters() - set(name))
    return name[:place] + others[int(rng.integers(0, len(others)))] + name[place + 1 :]


def noted(name: str, rng: np.random.Generator) -> str:
    """A remark that belongs in another column."""
    return name + REMARKS[int(rng.integers(0, len(REMARKS)))]


def traditional(text: str, _: np.random.Generator) -> str:
    """The text in Traditional script; characters with several traditional forms stay as they are."""
    return "".join(_traditional_form(sign) for sign in text)


@cache
def _traditional_form(sign: str) -> str:
    form = str(_converter().convert(sign))
    return form if to_simplified(form) == sign else sign


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def numerals(text: str, _: np.random.Generator) -> str:
    """Group numbers of an address in Chinese characters: 3组 becomes 三组."""
    return GROUP_NUMBER.sub(lambda match: places.numeral(int(match[1])) + "组", text)
