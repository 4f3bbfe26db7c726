"""Where an address lies: walk it from the left, name by name, down the tree of areas.

1. At each position the longest known name that lies under what was found before narrows the candidates.
2. A name counts only where the name before it ends (大王村 is not 王村); fillers between are passed over.
3. A name without its ending (柳河 for 柳河镇) counts only where a name below it, a number or the end follows.
4. Below the village its grids and buildings are tried, with numbers in one form (三组 = 3组).

Nothing is guessed: a name that stands twice gives two candidates, a name under the wrong town contradicts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

COUNTY_DIGITS: Final = 6
TOWN_DIGITS: Final = 9
VILLAGE_DIGITS: Final = 12
GRID_DIGITS: Final = 15
SHORTEST_STEM: Final = 2
MOST_CANDIDATES: Final = 8  # a label that stands in more villages says nothing
CODE_LENGTHS: Final = frozenset({6, 9, 12, 15, 18})

_FILLER = re.compile(
    r"(?:[\s,，、;；:：。.()（）\[\]【】\-—_/|]+|中华人民共和国|中国|现居住?地?|现住址?|住址|地址|家住|市辖区|辖区|县辖)+"
)
_COMMITTEE = re.compile(r"(?:民委员会|委员会|委会|委|居民委员会|居委会)")
_NUMBER_NEXT = re.compile(r"[0-9一二三四五六七八九十]+(?:组|队|社|号|栋|幢|座|楼|单元|网格|屯|巷)")
_STREET = re.compile(r"[一-鿿]{1,6}?(?:路|街|巷|大道)(?:[0-9]+号)?")
_PROVINCE = r"[一-鿿]{2,7}?(?:省|自治区)"
_CITY = r"[一-鿿]{2,7}?(?:(?<!城)市(?!场|政|民)|自治州|地区|盟)"
_COUNTY = r"[一-鿿]{2,7}?(?:县(?!城区|城内|道)|旗|(?<![小社校园厂片新矿郊景营库牧林城])区(?!村))"
_TOWN_NEXT = r"(?=[一-鿿]{2,6}?(?:镇|乡|街道))"
_ELSEWHERE = re.compile(f"{_PROVINCE}(?:{_CITY})?(?:{_COUNTY})?|{_CITY}{_COUNTY}|{_COUNTY}{_TOWN_NEXT}")
"""Words of a place that no table knows: a province, or a county under its city or above its town."""
_ENDINGS: Mapping[int, str] = {
    2: r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$",
    4: r"(?:地区|盟|市)$",
    6: r"(?:区|县|市|旗)$",
    9: r"(?:街道办事处|街道|镇|乡)$",
    12: r"(?:村|社区)$",
}
_VILLAGE_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:社区居民委员会|社区居委会|居民委员会|居委会)$"), "社区"),
    (re.compile(r"(?:村村民委员会|村民委员会|村委会)$"), "村"),
)
_TOWN_FORMS: tuple[tuple[re.Pattern[str], str], ...] = ((re.compile(r"街道办事处$"), "街道"),)
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十]+(?=号?(?:组|队|社|栋|幢|座|楼|单元|网格|室))")
_DIGIT_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
_TEN = 10


class PlaceState(StrEnum):
    """What an address says."""

    NONE = "none"  # no text
    KNOWN = "known"  # one area
    SEVERAL = "several"  # one of these areas, "" standing for one that no table knows
    CONTRADICTION = "contradiction"  # areas that exclude each other
    OUTSIDE = "outside"  # an administrative unit that no table knows
    UNREAD = "unread"  # text without a known name


class PlaceReading(NamedTuple):
    """Areas an address may mean (exactly one where known), and its words where they lead outside."""

    state: PlaceState
    codes: tuple[str, ...] = ()
    words: str = ""


class PlaceTexts(NamedTuple):
    """The cells of a row that say where a person is, from the top down; empty where the list has none."""

    county: str = ""
    town: str = ""
    village: str = ""
    grid: str = ""
    address: str = ""


NOWHERE: Final = PlaceReading(PlaceState.NONE)


@dataclass(frozen=True, slots=True)
class _Step:
    codes: tuple[str, ...]
    end: int


class _Words:
    """Words and the areas that bear them, found at a position of a text, the longest first."""

    def __init__(self) -> None:
        self._areas: dict[str, list[str]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, word: str, code: str) -> None:
        """Let an area bear a word."""
        if not word:
            return
        self._areas.setdefault(word, []).append(code)
        lengths = self._lengths.setdefault(word[0], [])
        if len(word) not in lengths:
            lengths.append(len(word))
            lengths.sort(reverse=True)

    def at(self, text: str, place: int) -> Iterator[tuple[int, list[str]]]:
        """The words that stand at a position: where each ends, and its areas."""
        for length in self._lengths.get(text[place : place + 1], ()):
            areas = self._areas.get(text[place : place + length])
            if areas and place + length <= len(text):
                yield place + length, areas


class Gazetteer:
    """Names of areas, for reading addresses in lists sent to one county (`home`, a prefix of areas)."""

    def __init__(self, places: Iterable[tuple[str, str]], *, home: str) -> None:
        self.home = home
        self._codes: set[str] = set()
        self._names = _Words()
        self._stems = _Words()
        self._labels = _Words()
        self._own_names: dict[str, str] = {}
        for code, name in sorted(places):
            self._add(code, name)

    def _add(self, code: str, name: str) -> None:
        self._codes.add(code)
        if len(code) > VILLAGE_DIGITS:
            village = self._own_names.get(code[:VILLAGE_DIGITS], "")
            for label in {one_form(name), one_form(name.removeprefix(village))}:
                self._labels.add(label, code[:GRID_DIGITS])
            return
        self._own_names[code] = name
        for form in _forms(code, name):
            self._names.add(form, code)
        stem = re.sub(_ENDINGS[len(code)], "", name)
        if len(stem) >= SHORTEST_STEM and stem != name:
            self._stems.add(stem, code)

    def above_home(self) -> str:
        """Pattern of the names of the home county and above it, which tell nothing before an address."""
        names = [self._own_names.get(self.home[:digits], "") for digits in (2, 4, 6)]
        optional = "".join(f"(?:{re.escape(name)})?" for name in names[:-1] if name)
        return f"^{optional}{re.escape(names[-1])}" if names[-1] else "^$"

    def read(self, texts: PlaceTexts) -> PlaceReading:
        """Where the cells of one row lie together; cells that exclude each other contradict."""
        merged: PlaceReading = NOWHERE
        for text in texts:
            if text:
                merged = self._joined(merged, self._read_cell(text, merged))
        return merged

    def _joined(self, before: PlaceReading, found: PlaceReading) -> PlaceReading:
        if found.state in (PlaceState.NONE, PlaceState.UNREAD) and before.state is not PlaceState.NONE:
            return before
        if before.state in (PlaceState.NONE, PlaceState.UNREAD) or found.state is PlaceState.OUTSIDE:
            return found
        if before.state is PlaceState.OUTSIDE:
            return before
        both = narrowed(found.codes, before.codes)
        return _reading(both, found.words) if both else _against(before.codes, found.codes, found.words)

    def _read_cell(self, text: str, before: PlaceReading) -> PlaceReading:
        if text.isdigit() and text in self._codes and len(text) in CODE_LENGTHS:
            return PlaceReading(PlaceState.KNOWN, (text[:GRID_DIGITS],))
        context = before.codes if before.state in (PlaceState.KNOWN, PlaceState.SEVERAL) else ()
        return self._walk(text, context, blurred=before.state is PlaceState.UNREAD)

    def _walk(self, text: str, context: tuple[str, ...], *, blurred: bool) -> PlaceReading:
        """Read one cell under what was found before; `blurred` if something above could not be read."""
        at, found, elsewhere = 0, context, False
        while at < len(text):
            at = _past(_FILLER, text, at)
            step = self._name_at(text, at, found)
            if step is None:
                unit = _ELSEWHERE.match(text, at) if not elsewhere and _above_county(found) else None
                if unit is None:
                    break
                at, elsewhere = unit.end(), True
                continue
            if not step.codes:
                return _against(found, self._codes_at(text, at), text)
            found, at = step.codes, _past(_COMMITTEE, text, step.end)
        if elsewhere:
            return self._after_elsewhere(text, found)
        return self._with_label(text, at, found, blurred=blurred)

    def _after_elsewhere(self, text: str, found: tuple[str, ...]) -> PlaceReading:
        """After an unknown place, known names may be another county's: one of both, or outside."""
        here = tuple(code for code in found if code.startswith(self.home) and len(code) > len(self.home))
        if here:
            return PlaceReading(PlaceState.SEVERAL, (*here, ""), text)
        return PlaceReading(PlaceState.OUTSIDE, (), text)

    def _name_at(self, text: str, at: int, context: tuple[str, ...]) -> _Step | None:
        """The longest name at a position; without codes where it only exists elsewhere in the home county."""
        astray = False
        for end, codes in self._names.at(text, at):
            inside = self._fitting(codes, context)
            if inside:
                return _Step(inside, end)
            astray = astray or self._belongs_home(codes, context)
        short = self._stem_at(text, at, context)
        return short or (_Step((), at) if astray else None)

    def _stem_at(self, text: str, at: int, context: tuple[str, ...]) -> _Step | None:
        for end, codes in self._stems.at(text, at):
            inside = self._fitting(codes, context)
            if inside and self._stem_may_end(text, end, inside):
                return _Step(inside, end)
        return None

    def _stem_may_end(self, text: str, end: int, codes: tuple[str, ...]) -> bool:
        if end == len(text) or _NUMBER_NEXT.match(text, end) or _COMMITTEE.match(text, end):
            return True
        return bool(self._label_at(text, end, codes)) or self._names_under(text, end, codes)

    def _names_under(self, text: str, at: int, codes: tuple[str, ...]) -> bool:
        return any(
            code.startswith(above) and code != above
            for words in (self._names, self._stems)
            for _, found in words.at(text, at)
            for code in found
            for above in codes
        )

    def _fitting(self, codes: Iterable[str], context: tuple[str, ...]) -> tuple[str, ...]:
        if context:
            return narrowed(codes, context)
        every = tuple(codes)
        at_home = tuple(code for code in every if code.startswith(self.home) or self.home.startswith(code))
        return at_home or every

    def _belongs_home(self, codes: Iterable[str], context: tuple[str, ...]) -> bool:
        return any(code.startswith(self.home) for code in codes) and any(
            found.startswith(self.home) for found in context
        )

    def _codes_at(self, text: str, at: int) -> tuple[str, ...]:
        """Areas of the home county that the longest name at a position may mean."""
        for _, found in self._names.at(text, at):
            codes = tuple(code for code in found if code.startswith(self.home))
            if codes:
                return codes
        return ()

    def _with_label(self, text: str, at: int, found: tuple[str, ...], *, blurred: bool) -> PlaceReading:
        """Go on to grid and building; alone, below a name that could not be read, they may be another's."""
        at = _past(_FILLER, text, at)
        deeper = self._label_at(text, at, found) or self._label_at(text, _past(_STREET, text, at), found)
        codes = deeper or found
        if not codes:
            return PlaceReading(PlaceState.UNREAD if text.strip() else PlaceState.NONE, (), text)
        return _reading((*codes, "") if blurred and not found else codes, text)

    def _label_at(self, text: str, at: int, context: tuple[str, ...]) -> tuple[str, ...]:
        """Grids and buildings at a position: of the villages found, or of any village if none was named."""
        for _, codes in self._labels.at(one_form(text[at:]), 0):
            inside = narrowed(codes, context) if context else tuple(dict.fromkeys(codes))
            if inside:
                return inside if len(inside) <= MOST_CANDIDATES else ()
        return ()


def narrowed(codes: Iterable[str], context: Iterable[str]) -> tuple[str, ...]:
    """What lies in both: the deeper of each pair of which one contains the other."""
    found: dict[str, None] = {}
    for code in codes:
        for other in context:
            if code and other and code.startswith(other):
                found[code] = None
            elif code and other and other.startswith(code):
                found[other] = None
    return tuple(found)


@lru_cache(maxsize=65536)
def one_form(text: str) -> str:
    """Counted things in digits: 第三网格 → 3网格, 十二组 → 12组, 3号楼 → 3栋."""
    plain = _NUMERAL.sub(lambda match: str(_number(match[0])), text)
    plain = re.sub(r"第(?=[0-9]+网格)", "", plain)
    plain = re.sub(r"(?<=[0-9])号?(?:楼|幢|座)", "栋", plain)
    return re.sub(r"(?<=[0-9])(?:村民小组|小组|村民组)", "组", plain)


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGIT_VALUES[sign]) for sign in numeral))
    return (_DIGIT_VALUES.get(tens, 1) if tens else 1) * _TEN + (_DIGIT_VALUES.get(ones, 0) if ones else 0)


def _reading(codes: tuple[str, ...], words: str = "") -> PlaceReading:
    return PlaceReading(PlaceState.KNOWN if len(codes) == 1 else PlaceState.SEVERAL, codes, words)


def within(reading: PlaceReading, area: str) -> PlaceReading:
    """Of several areas of one name, those within the area that the list was made for, if there are any."""
    if reading.state is not PlaceState.SEVERAL or "" in reading.codes:
        return reading
    inside = tuple(code for code in reading.codes if code.startswith(area))
    return _reading(inside, reading.words) if inside else reading


def _against(codes: tuple[str, ...], others: tuple[str, ...], words: str) -> PlaceReading:
    return PlaceReading(PlaceState.CONTRADICTION, tuple(sorted({*codes, *others} - {""})), words)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _above_county(codes: tuple[str, ...]) -> bool:
    return all(len(code) < COUNTY_DIGITS for code in codes)


def _forms(code: str, name: str) -> set[str]:
    forms = {name}
    table = {VILLAGE_DIGITS: _VILLAGE_FORMS, TOWN_DIGITS: _TOWN_FORMS}.get(len(code), ())
    for pattern, ending in table:
        plain = pattern.sub("", name)
        if plain != name:
            forms.add(plain if plain.endswith(ending) else plain + ending)
    return forms
