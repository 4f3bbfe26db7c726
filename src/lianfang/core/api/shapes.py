"""Shapes that many operations share: input that refuses what it does not know, problems, pages of a list."""

import re
from datetime import date
from typing import Annotated, Any, Final, Generic, TypeVar, get_args

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

Item = TypeVar("Item")
NUL: Final = "\0"
WRITTEN: Final = re.compile(r"\d{4}-\d\d-\d\d")
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def _storable(text: Any) -> Any:
    if isinstance(text, str) and (NUL in text or any("\ud800" <= sign <= "\udfff" for sign in text)):
        raise ValueError("文字中有不能保存的字符")
    return text


Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$"), AfterValidator(_storable)]
"""Text as people write it."""
LongText = Annotated[
    str, StringConstraints(max_length=400_000, pattern=r"^[^\x00]*$"), AfterValidator(_storable)
]
"""A paper, or minutes."""
Named = Annotated[
    str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00]*$"), AfterValidator(_storable)
]
"""Text that must not be empty."""
Code = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z_@.:-]*$")]
"""A code of a closed list, or a reference."""
AreaCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3}){0,2})?)?)?)?$")
]
"""The code of an area: 2, 4, 6, 9, 12, 15 or 18 digits."""
Size = Annotated[int, Field(ge=1, le=1000, description="这一页最多几项")]
Cursor = Annotated[str, StringConstraints(max_length=400, pattern=r"^[0-9A-Za-z_=-]*$")]


def _year(value: Any) -> Any:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("年份不可能")
    return value


def _text(value: Any) -> Any:
    """A moment is written out: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not WRITTEN.match(value):
        raise ValueError("时间要写成2022-07-01T08:00:00+08:00的样子")
    return value


Day = Annotated[date, AfterValidator(_year)]
Moment = Annotated[AwareDatetime, BeforeValidator(_text), AfterValidator(_year)]
"""A moment with its offset from UTC."""


def _takes_truth(kind: Any) -> bool:
    """Whether true and false are among what a type takes."""
    return kind in (bool, Any, object) or any(_takes_truth(part) for part in get_args(kind))


class Given(BaseModel):
    """What a caller gives: unknown fields are refused, not overlooked, and true is no 1."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        given = value if isinstance(value, list) else [value]
        kind = cls.model_fields[info.field_name or ""].annotation
        if any(isinstance(one, bool) for one in given) and not _takes_truth(kind):
            raise ValueError("这里不能写true或false")
        return value


class ReasonIn(Given):
    """Why."""

    reason: Named


class Fault(Schema):
    """One thing wrong with what was given, and where."""

    place: str = Field(description="在请求中的位置，如 body.celsius")
    problem: str


class Problem(Schema):
    """A refusal (RFC 9457): stable code, a sentence that says what to do, the facts that fill it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any] = {}
    faults: list[Fault] = []
    incident: str = ""


class PageOf(Schema, Generic[Item]):
    """Some items of a list; `next` is the cursor of what follows, null at its end."""

    items: list[Item]
    next: str | None = None
