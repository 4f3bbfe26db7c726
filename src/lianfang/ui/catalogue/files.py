"""Catalogues as files: .po for people, .mo for the program. No plurals, no contexts: Chinese has none."""

import json
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).parents[1] / "locale"
HEADER: Final = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: {}\n"
ENTRY: Final = re.compile(
    r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE
)
PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
MAGIC: Final = 0x950412DE


def path_of(locale: str, ending: str) -> Path:
    """The file of a locale: django.po or django.mo."""
    return LOCALE / locale / "LC_MESSAGES" / f"django.{ending}"


def read_po(path: Path) -> dict[str, str]:
    """The translations of a .po file, without its header."""
    text = path.read_text() if path.exists() else ""
    pairs = ((_unquoted(message), _unquoted(said)) for message, said in ENTRY.findall(text))
    return {message: said for message, said in pairs if message}


def _unquoted(lines: str) -> str:
    return "".join(json.loads(piece) for piece in PIECE.findall(lines))


def po(locale: str, said: Mapping[str, str], places: Mapping[str, set[str]]) -> str:
    """A .po file as text: each message below the files that say it."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER.format(locale))}\n']
    for message in sorted(said, key=lambda message: (sorted(places.get(message, set())), message)):
        where = "".join(f"#: {place}\n" for place in sorted(places.get(message, set())))
        blocks.append(f"{where}msgid {_quoted(message)}\nmsgstr {_quoted(said[message])}\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def mo(locale: str, said: Mapping[str, str]) -> bytes:
    """A compiled catalogue: the layout of GNU gettext, without its hash table. The unsaid is left out."""
    entries = {"": HEADER.format(locale)} | {message: text for message, text in said.items() if text}
    pairs = sorted((message.encode(), text.encode()) for message, text in entries.items())
    start = 28 + 16 * len(pairs)
    texts = [[pair[side] for pair in pairs] for side in (0, 1)]
    tables, body = b"", b""
    for side in texts:
        for text in side:
            tables += struct.pack("<II", len(text), start + len(body))
            body += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + tables + body
