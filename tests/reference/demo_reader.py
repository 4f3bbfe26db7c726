"""A careful reader of the demonstration's csv lists in plain Python: what any resolver should reach at least.

It reads one row at a time with the kernel's readers and settles it only where an identity number and a name
agree, or a name and a telephone; a valid number that nobody has makes a new person. It looks at no address.
"""

import csv
from collections import defaultdict
from pathlib import Path

import polars as pl

from lianfang.kernel import citizen_id
from lianfang.kernel.names import clean_name, name_key, split_people
from lianfang.kernel.phones import read_phones

COLUMNS = {
    "铁路民航旅客推送.csv": ("旅客姓名", "证件号码", "旅客电话", "gb18030"),
    "自主报备导出.csv": ("您的姓名", "您的身份证号", "您的手机号", "utf-8"),
    "通信大数据推送.csv": ("机主姓名", "", "手机号码", "utf-8-sig"),
}


class Reader:
    """The register by number, and by name and telephone, growing with the persons it makes."""

    def __init__(self, residents: pl.DataFrame) -> None:
        self.by_number: dict[str, tuple[str, str]] = {}
        self.by_phone: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.number: dict[str, str] = {}
        for uid, name, number, phone in residents.select("uid", "name", "id_full", "phone").iter_rows():
            self._learn(uid, name, number or "", [phone] if phone else [])

    def settle(self, name: str, number: str, phones: list[str]) -> tuple[str, str | None]:
        """Outcome and person of a row."""
        named = clean_name(name)
        if len(split_people(name)) != 1:
            return "review", None
        read = _read(number, named, self.by_number)
        if read in self.by_number:
            uid, known = self.by_number[read]
            return ("matched", uid) if _agree(known, named) else ("review", None)
        found = {uid for phone in phones for uid in self.by_phone.get((named, phone), ())}
        if len(found) == 1:
            uid = found.pop()
            return ("review", None) if read and self.number.get(uid) else ("matched", uid)
        if not read or found:
            return "review", None
        self._learn(f"made:{read}", named, read, phones)
        return "created", f"made:{read}"

    def _learn(self, uid: str, name: str, number: str, phones: list[str]) -> None:
        self.number[uid] = number
        if number:
            self.by_number[number] = (uid, name)
        for phone in phones:
            self.by_phone[name, phone].add(uid)


def read_lists(folder: Path, residents: pl.DataFrame) -> pl.DataFrame:
    """What the reader makes of the csv lists of a folder, as results for the score."""
    reader = Reader(residents)
    rows = []
    for file, (name, number, phone, encoding) in COLUMNS.items():
        with (folder / file).open(encoding=encoding, newline="") as stream:
            for row, line in enumerate(csv.DictReader(stream), 2):
                phones = read_phones(line[phone])
                outcome, person = reader.settle(line[name], line.get(number, ""), phones)
                rows.append((file, "", row, outcome, person, None, ""))
    return pl.DataFrame(
        rows, schema=["file", "sheet", "row", "outcome", "person", "area", "reason"], orient="row"
    ).cast({"person": pl.String, "area": pl.String})


def _read(text: str, name: str, known: dict[str, tuple[str, str]]) -> str:
    """The number in full, "" where it can't be read; a lost X comes back only for the same name."""
    try:
        return citizen_id.read(text).number
    except citizen_id.NotACitizenId:
        whole = citizen_id.restore_lost_x(text)
        if whole in known and known[whole][1] == name:
            return whole
        other = citizen_id.squeeze(text)
        permit = citizen_id.classify(text) not in (
            citizen_id.DocumentKind.NATIONAL_ID,
            citizen_id.DocumentKind.UNKNOWN,
        )
        return other if permit else ""


def _agree(registered: str, written: str) -> bool:
    """The same by sound, with a remark behind it, or but for one character of three."""
    if name_key(registered) == name_key(written) or written.startswith(registered):
        return True
    if len(registered) < 3:
        return False
    if len(registered) != len(written):
        return registered.startswith(written) and len(written) > 1
    return sum(one != other for one, other in zip(registered, written, strict=True)) == 1
