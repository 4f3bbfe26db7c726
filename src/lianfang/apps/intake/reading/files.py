"""What a file is, by its content and never by its name; one sentence says why one can't be read."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lianfang.kernel.errors import InputRefused

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_FILE = 2 * 2**30  # bytes, as it lies on the disk
LARGEST_UNPACKED = 4 * 2**30  # bytes; a million rows of a hundred columns stay below
HARMLESS_UNPACKED = 32 * 2**20  # bytes; below, no ratio is suspicious
BOMB_RATIO = 150  # spreadsheets pack 8 to 20 times, very regular ones 60
_HEAD = 4096
_BLOCK = 2**20
_TEXT_MARKS = ("<html", "<!doctype html", "<table", "<?xml")


class Format(StrEnum):
    """Formats that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


ENDINGS: dict[Format, frozenset[str]] = {
    Format.XLSX: frozenset({".xlsx", ".xlsm", ".xltx"}),
    Format.XLS: frozenset({".xls", ".xlt", ".et"}),
    Format.ODS: frozenset({".ods"}),
    Format.CSV: frozenset({".csv", ".txt", ".tsv"}),
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose format is known."""

    path: Path
    format: Format


class FileRefused(InputRefused):
    """Base of the ways in which a file can't be read at all."""

    code = "file.refused"
    sentence = "文件“{file}”不能读取。请另存为.xlsx后重新发送。"


class EmptyFile(FileRefused):
    """No byte, or nothing but white space."""

    code = "file.empty"
    sentence = "文件“{file}”是空的。请检查后重新发送。"


class EncryptedFile(FileRefused):
    """Opening it asks for a password."""

    code = "file.encrypted"
    sentence = "文件“{file}”设有打开密码。请取消密码后重新发送。"


class DamagedFile(FileRefused):
    """Truncated in transfer, or broken inside."""

    code = "file.damaged"
    sentence = "文件“{file}”不完整或已损坏。请重新保存后再发送。"


class ZipBomb(FileRefused):
    """It unpacks to something out of all proportion."""

    code = "file.zip_bomb"
    sentence = "文件“{file}”解压后异常庞大，已拒绝。请另存为新的.xlsx后重新发送。"


class TooLarge(FileRefused):
    """More bytes, rows or columns than a list has."""

    code = "file.too_large"
    sentence = "文件“{file}”过大（{size}）。请拆分成几个文件，或删去表格以外的零散单元格后重新发送。"


class WrongEnding(FileRefused):
    """The ending of the name says one format, the content is another."""

    code = "file.wrong_ending"
    sentence = "文件“{file}”的扩展名与内容不符：内容是{found}。请用表格软件另存为.xlsx后重新发送。"


class NotAList(FileRefused):
    """Some other kind of file: a document, a picture, a web page."""

    code = "file.not_a_list"
    sentence = "文件“{file}”不是表格（内容是{found}）。请发送.xlsx、.xls、.ods或.csv文件。"


def identify(path: Path) -> SourceFile:
    """The format of a file; raises the FileRefused that says why it can't be read."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise TooLarge(file=path.name, size=f"{size / 2**30:.1f} GB")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise EmptyFile(file=path.name)
    found = _by_content(path, head)
    ending = path.suffix.lower()
    if ending and ending not in ENDINGS[found]:
        raise WrongEnding(file=path.name, found=found.value)
    return SourceFile(path, found)


def _by_content(path: Path, head: bytes) -> Format:
    if head.startswith(ZIP_MAGIC):
        return _zip_format(path)
    if OLE_MAGIC.startswith(head[: len(OLE_MAGIC)]) or ZIP_MAGIC.startswith(head[: len(ZIP_MAGIC)]):
        return _ole_format(path)
    _refuse_other_content(path, head)
    return Format.CSV


def _zip_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            found = _zip_content(path, archive, {member.filename for member in members})
            encrypted = any(member.flag_bits & 1 for member in members)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DamagedFile(file=path.name) from error
    if encrypted:
        raise EncryptedFile(file=path.name)
    _refuse_bomb(path, sum(member.file_size for member in members))
    return found


def _zip_content(path: Path, archive: zipfile.ZipFile, names: set[str]) -> Format:
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        if _has_encrypted_parts(archive, names):
            raise EncryptedFile(file=path.name)
        return Format.ODS
    raise NotAList(file=path.name, found=_zip_kind(names))


def _has_encrypted_parts(archive: zipfile.ZipFile, names: set[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in names and b"encryption-data" in archive.read(manifest)


def _zip_kind(names: set[str]) -> str:
    kinds = {
        "word/": "Word文档",
        "ppt/": "演示文稿",
        "xl/workbook.bin": "二进制表格xlsb",
        "xl/": "损坏的表格",
    }
    return next((kind for start, kind in kinds.items() if any(n.startswith(start) for n in names)), "压缩包")


def _refuse_bomb(path: Path, unpacked: int) -> None:
    if unpacked > HARMLESS_UNPACKED and unpacked > BOMB_RATIO * path.stat().st_size:
        raise ZipBomb(file=path.name)
    if unpacked > LARGEST_UNPACKED:
        raise TooLarge(file=path.name, size=f"{unpacked / 2**30:.1f} GB")


def _ole_format(path: Path) -> Format:
    """Old spreadsheets and encrypted new ones share a container; their streams bear UTF-16 names."""
    content = path.read_bytes()
    if len(content) < len(OLE_MAGIC):
        raise DamagedFile(file=path.name)
    if _utf16("EncryptedPackage") in content:
        raise EncryptedFile(file=path.name)
    if _utf16("Workbook") in content or _utf16("Book") in content:
        if _asks_for_password(content):
            raise EncryptedFile(file=path.name)
        return Format.XLS
    if _utf16("WordDocument") in content:
        raise NotAList(file=path.name, found="Word文档")
    raise DamagedFile(file=path.name)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _asks_for_password(content: bytes) -> bool:
    """Whether a FILEPASS record (0x2F) stands among the first records of the workbook stream (BIFF8)."""
    at = content.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook globals
    for _record in range(6):
        if at < 0 or at + 4 > len(content):
            return False
        if content[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return False


def _refuse_other_content(path: Path, head: bytes) -> None:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _looks_utf16(head):
        raise NotAList(file=path.name, found=_binary_kind(head))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").decode("utf-8", "replace").lower()
    if start.startswith(_TEXT_MARKS):
        raise NotAList(file=path.name, found="网页")
    if head.startswith((b"%PDF", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")):
        raise NotAList(file=path.name, found=_binary_kind(head))


def _binary_kind(head: bytes) -> str:
    kinds = {
        b"%PDF": "PDF",
        b"{\\rtf": "RTF文档",
        b"\xff\xd8": "图片",
        b"\x89PNG": "图片",
        b"Rar!": "压缩包",
        b"7z": "压缩包",
    }
    return next((kind for magic, kind in kinds.items() if head.startswith(magic)), "二进制数据")


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without its mark: commas and line ends leave zero bytes on one side only."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0 and min(even, odd) == 0
