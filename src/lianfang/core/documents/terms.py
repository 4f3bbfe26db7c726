"""Words of documents: what a placeholder stands for, what became of a figure in a saved file."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a name stands for."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    LINES = "lines"
    ROWS = "rows"
    PICTURE = "picture"


KIND_NAMES: Final[Mapping[str, str]] = {
    Kind.NUMBER: "数字",
    Kind.TEXT: "文字",
    Kind.TRUTH: "是否",
    Kind.LINES: "若干段",
    Kind.ROWS: "若干行",
    Kind.PICTURE: "图",
}


class FigureState(StrEnum):
    """Whether a file still prints a figure as it was written."""

    INTACT = "intact"
    ALTERED = "altered"
    REMOVED = "removed"
    FOREIGN = "foreign"


FIGURE_STATE_NAMES: Final[Mapping[FigureState, str]] = {
    FigureState.INTACT: "一致",
    FigureState.ALTERED: "已被改动",
    FigureState.REMOVED: "已被删除",
    FigureState.FOREIGN: "原文没有",
}
