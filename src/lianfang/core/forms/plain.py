"""A form as plain values and back: as it is kept in the database, and for programs."""

import json
from hashlib import sha256
from typing import Any, Final, cast

from pydantic import TypeAdapter

from lianfang.core.forms.terms import Form

SHAPE: Final = TypeAdapter(Form)


def as_plain(form: Form) -> dict[str, Any]:
    """The form as texts, numbers, lists and mappings."""
    return cast(dict[str, Any], SHAPE.dump_python(form, mode="json"))


def of_plain(body: dict[str, Any]) -> Form:
    """The form that `as_plain` told."""
    return SHAPE.validate_python(body)


def digest_of(form: Form) -> str:
    """The digest of what a form says; what it leaves unsaid is no part of it, whatever is added to forms."""
    said = SHAPE.dump_python(form, mode="json", exclude_defaults=True)
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
