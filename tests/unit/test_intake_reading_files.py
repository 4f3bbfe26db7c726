"""What a file is, by its content; each that can't be read is refused by one narrow error."""

import zipfile

import pytest

from lianfang.apps.intake.reading import files
from lianfang.apps.intake.reading.files import Format, identify

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
BOF = bytes.fromhex("0908100000060500") + bytes(12)


def zipped(path, parts, *, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_formats_are_known_by_their_content(tmp_path, written):
    assert identify(zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook/>"})).format is Format.XLSX
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    assert identify(zipped(tmp_path / "a.ods", ods)).format is Format.ODS
    assert identify(written("a.xls", OLE + "Workbook".encode("utf-16-le") + BOF)).format is Format.XLS
    assert identify(written("a.csv", "姓名,电话\n".encode())).format is Format.CSV
    assert identify(written("kept", "姓名,电话\n".encode("gb18030"))).format is Format.CSV
    assert identify(written("a.txt", "姓名\t电话\n".encode("utf-16"))).format is Format.CSV


CONTENTS = {
    "empty.xlsx": (b"", files.EmptyFile),
    "encrypted.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), files.EncryptedFile),
    "encrypted.xls": (
        OLE + "Workbook".encode("utf-16-le") + BOF + bytes.fromhex("2f00 3600") + bytes(54),
        files.EncryptedFile,
    ),
    "document.xls": (OLE + "WordDocument".encode("utf-16-le"), files.NotAList),
    "unknown.xls": (OLE, files.DamagedFile),
    "begun.xls": (OLE[:5], files.DamagedFile),
    "truncated.xlsx": (b"PK\x03\x04" + bytes(100), files.DamagedFile),
    "begun.xlsx": (b"PK", files.DamagedFile),
    "text.xlsx": ("姓名,电话\n张三,1\n".encode(), files.WrongEnding),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", files.NotAList),
    "page.csv": (b"\xef\xbb\xbf\n <!DOCTYPE html><html>", files.NotAList),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), files.NotAList),
    "letter.csv": (b"%PDF-1.7\n", files.NotAList),
    "binary.csv": (b"\x01\x00\x00\x02" * 50, files.NotAList),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_what_cannot_be_read_has_its_error(name, written):
    content, error = CONTENTS[name]
    with pytest.raises(files.FileRefused) as refused:
        identify(written(name, content))
    assert type(refused.value) is error
    assert name in str(refused.value)


def test_a_spreadsheet_under_another_ending_is_refused(tmp_path):
    path = zipped(tmp_path / "a.csv", {"xl/workbook.xml": "<workbook/>"})
    with pytest.raises(files.WrongEnding) as refused:
        identify(path)
    assert refused.value.facts["found"] == "xlsx"


@pytest.mark.parametrize(
    ("part", "found"), [("word/document.xml", "Word文档"), ("ppt/p.xml", "演示文稿"), ("a.txt", "压缩包")]
)
def test_other_packages_are_named(tmp_path, part, found):
    with pytest.raises(files.NotAList) as refused:
        identify(zipped(tmp_path / "a.xlsx", {part: "x"}))
    assert refused.value.facts["found"] == found


def test_an_encrypted_ods_is_refused(tmp_path):
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest:encryption-data/>",
    }
    with pytest.raises(files.EncryptedFile):
        identify(zipped(tmp_path / "a.ods", parts))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/s.xml": bytes(40 * 2**20)})
    with pytest.raises(files.ZipBomb):
        identify(path)


def test_a_file_beyond_all_lists_is_too_large(written, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    with pytest.raises(files.TooLarge):
        identify(written("a.csv", "姓名,电话\n".encode()))
