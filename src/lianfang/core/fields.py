"""Column types that the tables share."""

from typing import Any

from django.db import models
from django.db.models import Func


class Uuid7(Func):
    """A time-ordered UUID made by the database (`lianfang_uuid7()`, the server's own where it has one)."""

    function = "lianfang_uuid7"
    output_field = models.UUIDField()


class AreaField(models.TextField):  # type: ignore[type-arg]
    """An area code: digits, compared byte by byte, so that a prefix range is one index range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"db_collation": "C"} | kwargs))


class CodeField(models.TextField):  # type: ignore[type-arg]
    """A code of a closed set, compared byte by byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"db_collation": "C"} | kwargs))


def uid() -> models.UUIDField:  # type: ignore[type-arg]
    """The identity of a record that can leave the server."""
    return models.UUIDField(db_default=Uuid7(), editable=False)
