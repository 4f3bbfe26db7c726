"""The shape of a form's values for programs: a JSON Schema made from its edition."""

from collections.abc import Mapping
from typing import Any, Final

from lianfang.core.forms.terms import Field, FieldType, Form

PATTERNS: Final[Mapping[FieldType, str]] = {
    FieldType.COUNT: "^[0-9]{0,9}$",
    FieldType.NUMBER: r"^(-?[0-9]{1,9}(\.[0-9]{1,6})?)?$",
    FieldType.TEMPERATURE: r"^([0-9]{1,2}(\.[0-9])?)?$",
    FieldType.DATE: "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
    FieldType.TIME: "^([0-9]{2}:[0-9]{2})?$",
}
"""Values go as text, as people type them; what stands between bounds is checked when it is handed in."""


def schema_of(form: Form) -> dict[str, Any]:
    """What `values` of a report of this form may hold."""
    typed = [field for field in form.fields if field.is_typed]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.code: _property(field) for field in typed},
        "required": [field.code for field in typed if field.required],
    }


def _property(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "string", "title": field.name}
    if field.definition:
        told["description"] = field.definition
    if field.type in PATTERNS:
        told["pattern"] = PATTERNS[field.type]
    if field.type is FieldType.CHOICE:
        told["enum"] = [choice.code for choice in field.choices]
    if field.type is FieldType.YES_NO:
        told["enum"] = ["是", "否"]
    return told
