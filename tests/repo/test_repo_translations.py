"""Every word that a page shows is there in every language, and the catalogues are those of the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation

from lianfang.ui.catalogue.collect import CALLS, SOURCE, messages, of_template
from lianfang.ui.catalogue.files import mo, path_of, po, read_po
from lianfang.ui.templatetags.words import translated
from lianfang.ui.traditional import traditional

TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
PAGES = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if "templates" not in path.parts
    and (path.stem == "web" or path.parent.name == "web" or (SOURCE / "ui" in path.parents))
    and "catalogue" not in path.parts
    and path.name != "samples.py"  # of invented people and places
]
FIELD = re.compile(r"%\((\w+)\)s|(?<!\{)\{(\w+)\}(?!\})")
REMEDY = "run: python -m lianfang.ui.catalogue"


SAID = messages()


IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[\u4e00-\u9fff]{2}")
"""Two characters: a single one is a piece of a date."""


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_every_message_has_its_english():
    english = read_po(path_of("en", "po"))
    missing = [message for message in SAID if not english.get(message)]
    assert missing == [], REMEDY


def test_english_has_no_message_that_nobody_says():
    assert sorted(set(read_po(path_of("en", "po"))) - set(SAID)) == [], REMEDY


def test_english_keeps_what_is_filled_in():
    wrong = [
        (message, said)
        for message, said in read_po(path_of("en", "po")).items()
        if sorted({*FIELD.findall(message)}) != sorted({*FIELD.findall(said)})
    ]
    assert wrong == []


def test_english_is_english():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    said = {message: text for message, text in read_po(path_of("en", "po")).items() if chinese.search(text)}
    headers = "姓名|末次接触|证件号码|电话|住地|级|身份证号"
    quoted = re.compile(headers + "|已管控|已离开|号码错误|联系不上|拒绝|死亡|重复")
    assert {text for text in said.values() if chinese.search(quoted.sub("", text))} == set()


def test_traditional_is_what_the_converter_and_the_overrides_give():
    places = SAID
    expected = {message: traditional(message) for message in places}
    assert path_of("zh_Hant", "po").read_text() == po("zh_Hant", expected, places), REMEDY


@pytest.mark.parametrize(
    ("simplified", "written"),
    [
        ("核查结果已签", "核查結果已簽"),
        ("短信发到手机", "簡訊發到手機"),
        ("台账里的数据", "臺帳裡的資料"),
        ("保存文件后打印", "儲存檔案後列印"),
        ("网格员没有网络", "網格員沒有網路"),
        ("个人信息保护法、网络安全法", "個人信息保護法、網絡安全法"),
        ("看表中这一行", "看表中這一行"),
    ],
)
def test_what_a_converter_gets_wrong_in_this_field_is_put_right(simplified, written):
    assert traditional(simplified) == written


@pytest.mark.parametrize("locale", ["en", "zh_Hant"])
def test_the_compiled_catalogue_is_current(locale):
    said = read_po(path_of(locale, "po"))
    assert path_of(locale, "mo").read_bytes() == mo(locale, said), REMEDY


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "应办"), ("zh-hant", "應辦"), ("en", "Due")])
def test_the_program_speaks_each_language(language, said):
    with translation.override(language):
        assert translated("应办") == said


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_says_nothing_that_cannot_be_translated(path):
    assert list(_bare(path.read_text())) == []


def _bare(source: str) -> Iterator[str]:
    """Chinese that stands in a template outside of `translate`, `blocktranslate` and component literals."""
    inside = ""
    for token in Lexer(source).tokenize():
        first = token.contents.split(" ", 1)[0]
        if token.token_type is TokenType.BLOCK:
            inside = _inside(inside, first)
        said = token.token_type in {TokenType.TEXT, TokenType.VAR} and not inside
        blocked = token.token_type is TokenType.BLOCK and first not in {
            "translate",
            "blocktranslate",
            "include",
        }
        if IDEOGRAPH.search(token.contents) and (said or blocked):
            yield token.contents


def _inside(before: str, first: str) -> str:
    if first in {"blocktranslate", "comment"}:
        return first
    return "" if first in {"endblocktranslate", "endcomment"} else before


def test_the_check_of_templates_finds_what_is_bare():
    assert list(_bare("<p>缺口</p>")) == ["<p>缺口</p>"]
    assert list(_bare('{{ day|date:"n月" }}')) == ['day|date:"n月"']
    assert list(_bare('{% translate "缺口" %}{% blocktranslate %}共{{ n }}项{% endblocktranslate %}')) == []
    assert set(of_template('{% include "x.html" with label="缺口" %}')) >= {"缺口"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_says_nothing_that_cannot_be_translated(path):
    tree = ast.parse(path.read_text())
    assert [text for text in _spoken(tree) if WORD.search(text) and text not in SAID] == []


def _spoken(tree: ast.Module) -> Iterator[str]:
    """Texts of a module, without its documentation; names of places in the gallery's samples are data."""
    documented = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    said = [statement for node in documented for statement in node.body if isinstance(statement, ast.Expr)]
    quiet = {id(statement.value) for statement in said}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node.value


def test_there_is_something_to_check():
    assert TEMPLATES
    assert PAGES
    assert CALLS
