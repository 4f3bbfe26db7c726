"""Tables of areas as users have them: five files, one file, folder or archive, Chinese headings, GB18030."""

import io
import tarfile
from pathlib import Path

import pytest

from lianfang.apps.areas.operations.files import AreaFileRefused, read_area_table

FIVE = {
    "provinces.csv": 'code,name\n99,"虚岭省"\n',
    "cities.csv": 'code,name,provinceCode\n9901,"虚安市",99\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n990121,"澜砚县",9901,99\n',
    "streets.csv": 'code,name,areaCode,provinceCode,cityCode\n990121100,"城关镇",990121,99,9901\n',
    "villages.csv": 'code,name,streetCode,provinceCode,cityCode,areaCode\n990121100201,"北山村",1,2,3,4\n',
}


def folder(root: Path, prefix: str = "") -> Path:
    (root / prefix).mkdir(parents=True, exist_ok=True)
    for name, text in FIVE.items():
        (root / prefix / name).write_text(text)
    return root


def archive(root: Path, prefix: str) -> Path:
    target = root / "division.tar.gz"
    with tarfile.open(target, "w:gz") as packed:
        for name, text in {"README.md": "no table", **FIVE}.items():
            member = tarfile.TarInfo(f"{prefix}{name}")
            member.size = len(text.encode())
            packed.addfile(member, io.BytesIO(text.encode()))
    return target


@pytest.mark.parametrize("prefix", ["", "package/dist"])
def test_a_folder_of_the_five_files_at_any_depth(tmp_path, prefix):
    frame = read_area_table(folder(tmp_path, prefix))
    assert frame["code"].to_list() == ["99", "9901", "990121", "990121100", "990121100201"]
    assert frame["level"].to_list() == ["1", "2", "3", "4", "5"]
    assert frame["line"].to_list() == [2] * 5


@pytest.mark.parametrize("prefix", ["", "package/dist/"])
def test_an_archive_of_the_five_files_at_any_depth(tmp_path, prefix):
    frame = read_area_table(archive(tmp_path, prefix))
    assert frame.height == 5
    assert frame["file"].to_list()[0] == f"{prefix}provinces.csv"


def test_two_files_of_one_name_are_not_chosen_between(tmp_path):
    folder(tmp_path, "a")
    folder(tmp_path, "b")
    with pytest.raises(AreaFileRefused, match="不知用哪一个"):
        read_area_table(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_one_file_with_chinese_headings(tmp_path, encoding):
    source = tmp_path / "本县.csv"
    text = "区划代码,名称,级别,人口,户数\n990121,澜砚县,县,120000,40000\n\n990121100,城关镇,乡,,\n"
    source.write_bytes(text.encode(encoding))
    frame = read_area_table(source)
    assert frame["name"].to_list() == ["澜砚县", "城关镇"]
    assert frame["level"].to_list() == ["3", "4"]
    assert frame["population"].to_list() == ["120000", None]
    assert frame["line"].to_list() == [2, 4]  # a blank line keeps its number


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("table.xlsx", b"PK", "只接受"),
        ("table.csv", b"  \n", "空的"),
        ("table.csv", b"a,b\n1,2\n", "列名"),
        ("table.csv", b"code,name\n99,a,b,c\n", "完整"),
        ("table.csv", b"code,name\n99,\xff\xff\xff\n", "完整"),
        ("table.tar.gz", b"not an archive", "损坏"),
    ],
)
def test_a_file_that_holds_no_table_is_refused_with_its_reason(tmp_path, name, content, reason):
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(AreaFileRefused, match=reason):
        read_area_table(source)


def test_a_truncated_archive_is_refused(tmp_path):
    whole = archive(tmp_path, "")
    whole.write_bytes(whole.read_bytes()[:150])
    with pytest.raises(AreaFileRefused, match="损坏"):
        read_area_table(whole)


def test_a_missing_file_and_a_folder_without_a_table_are_refused(tmp_path):
    with pytest.raises(AreaFileRefused, match="不存在"):
        read_area_table(tmp_path / "none.csv")
    with pytest.raises(AreaFileRefused, match="五级表"):
        read_area_table(tmp_path)
