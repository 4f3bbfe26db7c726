"""What must be translated: sentences of templates and modules, words of terms, sentences of errors.

A word counts as a word of the program when it is Chinese and stands
1. in a template: in `translate`, `blocktranslate`, or as a literal given to a component;
2. in Python as an argument of gettext, or as `what=` or `problem=` of an error;
3. in a module of words (terms, permissions, roles, duties, faults, doubts, rating): in all assigned there;
4. as the `sentence` of an error.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

SOURCE: Final = Path(__file__).parents[2]
CHINESE: Final = re.compile(r"[\u3007\u4e00-\u9fff、。；：？！（）《》“”]")
CALLS: Final = {"gettext", "gettext_lazy", "gettext_noop", "_"}
FACTS: Final = {"what", "problem"}
"""Facts of an error that are words; the door of pages translates them."""
WORDS: Final = {"terms", "permissions", "roles", "duties", "faults", "doubts", "rating"}
UNSAID: Final = {"FIGURES", "SECTIONS"}
"""Names whose words stand only in official documents, which are Chinese."""
SILENT: Final = {"demo", "catalogue", "migrations", "project", "commands.py"}
"""Folders and modules that no page shows."""
GETTEXT: Final = re.compile(r"""gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
LITERAL: Final = re.compile(r'=(?:"([^"]*)"|\'([^\']*)\')')


def messages() -> dict[str, set[str]]:
    """Every message with the files that say it."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if SILENT.isdisjoint(path.relative_to(SOURCE).parts):
            for text in _said(path):
                found.setdefault(text, set()).add(str(path.relative_to(SOURCE)))
    return found


def _said(path: Path) -> Iterator[str]:
    if path.suffix == ".html":
        yield from filter(CHINESE.search, of_template(path.read_text()))
    elif path.suffix == ".py":
        yield from filter(CHINESE.search, of_module(path))


def of_template(source: str) -> Iterator[str]:
    """The messages of a template."""
    for quoted in GETTEXT.findall(templatize(source)):
        yield ast.literal_eval(quoted)
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK and token.contents.startswith("include "):
            yield from ("".join(pair) for pair in LITERAL.findall(token.contents))


def of_module(path: Path) -> Iterator[str]:
    """The messages of a module."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.ClassDef):
            yield from _sentences(node)
    if not WORDS.isdisjoint({path.stem, *path.parent.parts[-1:]}):
        yield from _words(tree)


def _of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in CALLS and call.args:
        yield from _texts(call.args[0])
    for keyword in call.keywords:
        if keyword.arg in FACTS:
            yield from _texts(keyword.value)


def _sentences(node: ast.ClassDef) -> Iterator[str]:
    for name, value in _assigned(node.body):
        if name == "sentence":
            yield from _texts(value)


def _words(tree: ast.Module) -> Iterator[str]:
    classes = [statement.body for statement in tree.body if isinstance(statement, ast.ClassDef)]
    for body in (tree.body, *classes):
        for name, value in _assigned(body):
            if name not in UNSAID:
                yield from _texts(value)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """What is assigned to which name, without the documentation that stands between."""
    for statement in body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value
        elif (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.value
        ):
            yield statement.target.id, statement.value


def _texts(value: ast.expr) -> Iterator[str]:
    """Whole texts within an expression; pieces of f-strings are none."""
    if isinstance(value, ast.JoinedStr):
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr | ast.keyword):
            yield from _texts(child.value if isinstance(child, ast.keyword) else child)
