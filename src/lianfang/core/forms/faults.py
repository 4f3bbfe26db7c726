"""What can be wrong with a value, in sentences."""

from typing import Final

from lianfang.core.forms.terms import Fault, Field, FieldType

REQUIRED: Final = "必须填写"
REQUIRED_NUMBER: Final = "必须填写，没有请填0"
UNKNOWN: Final = "报表中没有这一项，请用最新的模板"
NOT_TYPED: Final = "由台账生成，不必填写；有出入请提出异议"
NOT_AS_COMPUTED: Final = "由其他各项算出，为{1}，不是“{0}”；请核对各项，这一项不必填写"
TOO_SMALL: Final = "“{0}”小于{1}，请核对"
TOO_LARGE: Final = "“{0}”大于{1}，请核对"
UNREADABLE: Final = {
    FieldType.COUNT: "“{0}”不是整数，请用阿拉伯数字填写，没有请填0",
    FieldType.NUMBER: "“{0}”不是数，请用阿拉伯数字填写",
    FieldType.TEMPERATURE: "“{0}”不是体温，请按36.5的格式填写",
    FieldType.PEOPLE: "“{0}”不是人员名单",
    FieldType.YES_NO: "“{0}”请改填“是”或“否”",
    FieldType.CHOICE: "“{0}”不是选项，请在所列选项中选一个",
    FieldType.TEXT: "文字过长，请精简",
    FieldType.DATE: "“{0}”不是日期，请按2022-07-01的格式填写",
    FieldType.TIME: "“{0}”不是时刻，请按16:00的格式填写",
}
COUNTED: Final = frozenset({FieldType.COUNT, FieldType.PEOPLE})
SHOWN: Final = 40


def required(field: Field) -> Fault:
    """Nothing stands where something must."""
    says = REQUIRED_NUMBER if field.type in COUNTED else REQUIRED
    return Fault("forms.required", says, (field.code,))


def unknown(code: str) -> Fault:
    """A value for a field that the form does not have."""
    return Fault("forms.unknown_field", UNKNOWN, (code,))


def not_typed(field: Field) -> Fault:
    """A value for a field that the ledger fills."""
    return Fault("forms.not_typed", NOT_TYPED, (field.code,))


def not_as_computed(field: Field, said: str, value: str) -> Fault:
    """A value for a field that follows from others, other than what follows."""
    return Fault("forms.not_as_computed", NOT_AS_COMPUTED, (field.code,), facts=(said[:SHOWN], value))


def unreadable(field: Field, said: str) -> Fault:
    """A text that is no value of the field."""
    return Fault("forms.unreadable", UNREADABLE[field.type], (field.code,), facts=(said[:SHOWN],))


def too_small(field: Field, value: str, least: str) -> Fault:
    """A number below the least."""
    return Fault("forms.too_small", TOO_SMALL, (field.code,), facts=(value, least))


def too_large(field: Field, value: str, most: str) -> Fault:
    """A number above the most."""
    return Fault("forms.too_large", TOO_LARGE, (field.code,), facts=(value, most))
