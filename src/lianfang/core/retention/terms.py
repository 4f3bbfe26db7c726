"""Words of retention.

Sources: 个人信息保护法第十九条 (the shortest time that the purpose needs), 第四十七条 (delete on one's own
initiative when the purpose is reached); 网络安全法第二十一条 (network logs at least six months). Certainty as
everywhere: A the law's own text, B its implementation, C a local rule, to be set by whoever answers for it.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Purpose:
    """Data that serve one purpose, and when it is over; declared in an app's `duties.py`.

    `statement` deletes (or empties) what is due of an area range: parameters `before_at, before_on, lo, hi`.
    """

    code: str
    name: str
    statement: str
    counted_from: str
    keep: timedelta
    app: str
    ground: str
    certainty: str


@dataclass(frozen=True)
class Deleted:
    """What a run did for a purpose, or would do: rows, and the day before which they were due."""

    purpose: Purpose
    before: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column whose values name kept files of the home by their hash; declared as `FILES` in `duties.py`.

    A file that no declared column names is removed by the sweep: a column that is left out loses its files.
    Where `since` names another column, a row's hash names its file only for `keep` after that moment.
    """

    table: str
    column: str = "file_hash"
    keep: timedelta = timedelta(0)
    since: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the home with copies in clear, for somebody to fetch; declared as `FOLDERS` in `duties.py`.

    What it holds can be made again: a file goes when it is older than `keep`.
    """

    name: str
    keep: timedelta


@dataclass(frozen=True, slots=True)
class Swept:
    """Files that no row names, and copies nobody fetched: how many, their bytes, out of how many kept.

    `remark`: why none were removed, where so.
    """

    files: int = 0
    bytes: int = 0
    kept: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or would do: rows by purpose, then the files that they alone named."""

    purposes: tuple[Deleted, ...]
    files: Swept
