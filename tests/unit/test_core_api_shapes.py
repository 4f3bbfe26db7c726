"""What callers of the API give: nothing is read as what it is not."""

from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from lianfang.core.api.shapes import Given


class Example(Given):
    """One field of each kind that a truth value could be mistaken for."""

    number: int = 0
    few: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=3)] = []
    share: float | None = None
    told: bool | None = None
    values: dict[str, Any] = {}


@pytest.mark.parametrize("given", [{"number": True}, {"few": [1, False]}, {"share": True}])
def test_a_truth_value_is_no_number(given):
    with pytest.raises(ValidationError, match="true或false"):
        Example.model_validate(given)


def test_where_a_truth_value_is_asked_or_anything_goes_it_stays():
    example = Example.model_validate({"told": True, "values": {"zero": False}, "number": 1})
    assert (example.told, example.values, example.number) == (True, {"zero": False}, 1)
