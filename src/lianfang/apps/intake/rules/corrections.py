"""What a person corrected of how a file is read, as a mapping: only what differs from what was understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lianfang.apps.intake.reading.columns import MERGED

NOTHING: Final = "无"
"""What is written in place of a word that says nothing."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person chose: a field for each column (sheet, place), a code for each word (field, text)."""

    columns: Mapping[tuple[int, int], str]
    words: Mapping[tuple[str, str], str]

    def mapping(
        self, sheets: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, str]]
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Columns and values of the mapping; `sheets` is what was understood, `known` the earlier values."""
        columns: dict[str, str] = {}
        for number, sheet in enumerate(sheets):
            columns |= self._columns(number, sheet)
        return columns, self._values(sheets, known)

    def _columns(self, number: int, sheet: Mapping[str, Any]) -> dict[str, str]:
        shown = {
            column["header"]: self.columns.get((number, column["place"]), column["field"] or "")
            for column in sheet["columns"]
        }
        changed = {
            column["header"]
            for column in sheet["columns"]
            if shown[column["header"]] != (column["field"] or "") or column["why"] in ("saved", "left_out")
        }
        together = {shown[header] for header in changed} & set(MERGED)
        return {header: field for header, field in shown.items() if header in changed or field in together}

    def _values(
        self, sheets: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, str]]
    ) -> dict[str, dict[str, str]]:
        values = {field: dict(pairs) for field, pairs in known.items()}
        for word in (word for sheet in sheets for word in sheet["words"]):
            chosen = self.words.get((word["field"], word["text"]))
            understood = word["code"] or NOTHING if word["known"] else ""
            if chosen and chosen != understood:
                values.setdefault(word["field"], {})[word["text"]] = chosen
        return values
