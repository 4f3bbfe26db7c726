"""Write the pages that are made from the program itself; `--check` only says whether they are current.

.venv/bin/python docs/generate.py
"""

import os
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import django

CHECKOUT = Path(__file__).resolve().parents[1]
GLOSSARY = CHECKOUT / "GLOSSARY.md"
COMMANDS = CHECKOUT / "docs" / "reference" / "commands.md"
STATES = CHECKOUT / "docs" / "reference" / "measure-states.md"
CHECKS = CHECKOUT / "docs" / "reference" / "truth-checks.md"
SENTENCES = CHECKOUT / "docs" / "reference" / "sentences.md"
MARK = "<!-- made by docs/generate.py from here -->\n"


def pages() -> dict[Path, str]:
    """Every made page with its text."""
    hand_written = GLOSSARY.read_text().partition(MARK)[0]
    return {
        GLOSSARY: hand_written + MARK + codes(),
        COMMANDS: commands(),
        STATES: measure_states(),
        CHECKS: checks(),
        SENTENCES: sentences(),
    }


def codes() -> str:
    """The codes that commands and files use, with their Chinese names."""
    parts = ["\n## Codes\n\nStable words of commands, files and JSON; the names are what people see.\n"]
    for enum, names in sorted(enums(), key=lambda found: (found[0].__module__, found[0].__name__)):
        rows = [f"| `{item.value}` | {names.get(str(item.value), '—')} |" for item in enum]
        head = f"\n### {enum.__name__} ({enum.__module__.removeprefix('lianfang.')})\n{_sentence(enum)}\n"
        parts += [head, "| code | 中文 |", "|---|---|", *rows]
    return "\n".join(parts) + "\n"


def enums() -> Iterator[tuple[type[Enum], dict[str, str]]]:
    """Every enumeration of words in the program, with the Chinese names that stand beside it."""
    seen: set[type[Enum]] = set()
    for module in _modules():
        for enum in vars(module).values():
            own = isinstance(enum, type) and issubclass(enum, Enum) and enum.__module__ == module.__name__
            if own and enum not in seen and not enum.__name__.startswith("_"):
                seen.add(enum)
                yield enum, _names(module, enum)


def _modules() -> Iterator[ModuleType]:
    package = import_module("lianfang")
    for found in walk_packages(package.__path__, "lianfang."):
        if ".kernel." in found.name or ".terms" in found.name:
            yield import_module(found.name)


def _names(module: ModuleType, enum: type[Enum]) -> dict[str, str]:
    words = {str(item.value) for item in enum}
    for table in vars(module).values():
        if not isinstance(table, dict) or not table:
            continue
        plain = {str(getattr(key, "value", key)): value for key, value in table.items()}
        if words <= plain.keys() and all(isinstance(value, str) for value in plain.values()):
            return plain
    return {}


def _sentence(thing: object) -> str:
    return (getdoc(thing) or "").partition("\n")[0]


def commands() -> str:
    """The command line as it is."""
    from lianfang.project import doors

    parts = ["# The command line\n\nMade by `docs/generate.py` from the program itself."]
    for path, command in sorted(doors.leaves(doors.command_line()), key=lambda found: found[0]):
        parts.append(f"\n## lianfang {path}\n\n{command.help or ''}\n")
        parts += [f"- {_parameter(parameter)}" for parameter in command.params if parameter.name != "help"]
    return "\n".join(parts) + "\n"


def _parameter(parameter: Any) -> str:
    flags = "`" + "`, `".join(parameter.opts) + "`"
    if parameter.param_type_name == "argument":
        flags = f"`{(parameter.metavar or parameter.name).upper()}`"
    need = "" if parameter.required else "（可不写）"
    return f"{flags}{need}：{getattr(parameter, 'help', None) or ''}".rstrip("：")


def measure_states() -> str:
    """Where an order can stand, what may happen to it there, and where that leads."""
    from lianfang.apps.control.rules.workflow import page

    return page()


def checks() -> str:
    """The checks of truth: what each looks at, how it errs, what it was measured to do."""
    from lianfang.apps.forms.rules.doubts import TABLE

    head = "Made by `docs/generate.py` from the program's own table; measured by `python -m bench truth`."
    parts = [f"# The checks of reports\n\n{head}"]
    for one in TABLE:
        causes = "；".join(one.innocent)
        parts += [
            f"\n## {one.name} (`{one.code}`)\n",
            f"- looks at: {one.looks_at}",
            f"- shows: {one.shows}",
            f"- innocent causes ({one.errs}): {causes}",
            f"- raised: {one.threshold}" + ("；同一单位一周内不重复" if one.again else ""),
            f"- measured: {_measured(one.code)}",
        ]
    return "\n".join(parts) + "\n"


def _measured(code: Any) -> str:
    from lianfang.apps.forms.rules.doubts import MEASURED

    if code not in MEASURED:
        return "by the clock alone"
    one = MEASURED[code]
    return (
        f"{one.found} of {one.lies} lies found ({one.recall:.3f}); {one.in_200:.3f} false alarms in 200"
        f" honest unit-days; {one.innocent} of 100 doubts innocent"
    )


def sentences() -> str:
    """Which sentence a document says when."""
    from lianfang.apps.documents.rules import sentences as rules
    from lianfang.apps.documents.rules.vocabulary import TOPICS

    parts = [
        "# Sentences of documents\n\nMade by `docs/generate.py` from the table of rules. Documents are in "
        "Chinese. Of each table the first rule that holds speaks; a template prints a group by its name."
    ]
    for name, topics in TOPICS.items():
        parts.append(f"\n## 判断.{name}")
        for topic in topics:
            parts += ["\n| when | says |", "|---|---|"]
            parts += [f"| {when} | {says} |" for when, says in rules.shown_rules([topic])]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write or check; 1 when a page was not current."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
    django.setup()
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    for path in stale:
        print(f"{'stale' if '--check' in sys.argv else 'written'}: {path.relative_to(CHECKOUT)}")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages()[path])
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
