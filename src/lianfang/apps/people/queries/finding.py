"""Find people by document number, telephone, exact name, beginning of the pinyin, or uid."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from lianfang.apps.areas import queries as places
from lianfang.apps.people.queries.identity import as_uuid
from lianfang.apps.people.terms import KeyKind, PersonLine
from lianfang.core import sealing, sql
from lianfang.kernel import area_code, citizen_id
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.names import clean_name, readings
from lianfang.kernel.phones import read_phones
from lianfang.kernel.text import clean

MOST = 50
_LATIN = re.compile(r"[a-z]+(?: [a-z]+)*")


def find(*, text: str, scope: str = "", limit: int = MOST, whole: bool = False) -> list[PersonLine]:
    """People within a scope whom the text means, merged records as the person kept; masked, by name.

    A whole document number or telephone, a uid, a whole name, or unless `whole` the beginning of its pinyin
    (zhang san, zhangsan).
    """
    wanted = clean(text)
    lo, hi = area_code.prefix_range(scope)
    spelled = None if whole else _spelled(wanted)
    rows = sql.fetch(
        "people",
        "find_persons",
        uid=as_uuid(wanted),
        whole_name=clean_name(text),
        key_lo=spelled,
        key_hi=None if spelled is None else spelled + "~",
        digests=_digests(wanted),
        lo=lo,
        hi=hi,
        limit=limit,
    )
    return lines(rows)


def find_by_key(*, kind: str, value: str) -> list[int]:
    """Numbers of the persons that have a document or telephone, merged records as the person kept."""
    rows = sql.fetch("people", "persons_by_digest", digest=sealing.digest(kind, value))
    return [row["person_id"] for row in rows]


def lines(rows: list[dict[str, Any]]) -> list[PersonLine]:
    """Rows of `find_persons` as lines to show."""
    keys = keys_of([row["id"] for row in rows])
    village = LENGTHS[Level.VILLAGE]
    names = place_names({row["area"][:village] for row in rows})
    return [
        PersonLine(
            documents=tuple(mask(kind, value) for kind, value in keys[row["id"]] if kind != KeyKind.PHONE),
            phones=tuple(mask(kind, value) for kind, value in keys[row["id"]] if kind == KeyKind.PHONE),
            place=names[row["area"][:village]],
            **row,
        )
        for row in rows
    ]


def keys_of(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Documents and telephones in clear, by person kept, with those of records merged into them."""
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in ids}
    for row in sql.lookup("people", "keys_of_persons", ids=ids):
        found[row["canonical"]].append((row["kind"], sealing.unseal(row["sealed"])))
    return found


def mask(kind: str, value: str) -> str:
    """A document or telephone as it is shown by default."""
    return sealing.mask_phone(value) if kind == KeyKind.PHONE else sealing.mask_id(value)


def place_names(codes: set[str]) -> dict[str, str]:
    """Names from the county down to each area, in one text; the code where no name is known."""
    known = places.names({step for code in codes for step in (*area_code.ancestors(code), code)})
    return {code: _place(code, known) for code in codes}


def _place(code: str, known: dict[str, str]) -> str:
    steps = [step for step in (*area_code.ancestors(code), code) if len(step) >= LENGTHS[Level.COUNTY]]
    return "".join(known.get(step, "") for step in steps) or code


def _digests(text: str) -> list[bytes]:
    number = citizen_id.squeeze(text)
    kind = citizen_id.classify(number)
    if kind is citizen_id.DocumentKind.NATIONAL_ID and len(number) == citizen_id.OLD_LENGTH:
        number = citizen_id.upgrade(number)
    known = KeyKind.OTHER_DOCUMENT if kind is citizen_id.DocumentKind.UNKNOWN else KeyKind(kind)
    phones = [sealing.digest(KeyKind.PHONE, phone) for phone in read_phones(text)]
    return [*phones, sealing.digest(known, number)] if any(map(str.isdigit, number)) else phones


def _spelled(text: str) -> str | None:
    """The text as the beginning of a pinyin key, syllables apart; None where it is no pinyin."""
    lower = text.lower()
    if not _LATIN.fullmatch(lower):
        return None
    return " ".join(" ".join(_syllables().findall(word)) or word for word in lower.split())


@cache
def _syllables() -> re.Pattern[str]:
    known = {reading.strip() for reading in readings().values()} - {""}
    longest_first = sorted((syllable for syllable in known if syllable.isalpha()), key=len, reverse=True)
    return re.compile("|".join(longest_first) + "|[a-z]+")


def names_within(text: str, *, area: str, leads: Sequence[str]) -> list[str]:
    """Names of persons registered in an area that stand in a text; of two characters only after a lead."""
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch("people", "names_within", text=text, leads=list(leads), lo=lo, hi=hi)
    return [row["name"] for row in rows]
