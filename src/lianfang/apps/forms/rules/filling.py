"""What is wrong with a report beside its values: zero and yet filled in, objections without ground."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lianfang.apps.forms.rules.doubts import DENIED
from lianfang.apps.forms.terms import Filled
from lianfang.core.forms.terms import Fault, Form, Weight
from lianfang.core.forms.values import number

CONFIRMED, DISPUTED, PREFILLED = "confirmed", "disputed", "prefilled"
NO_ZERO: Final = "这张报表没有零报告，请填写各项"
ZERO_AND_FILLED: Final = "零报告不填数字，请清空或改为逐项填写"
ZERO_DENIED: Final = "台账已有{0}人，仍作零报告的，请写明说明"
NOTHING_TO_DISPUTE: Final = "不是台账数，请直接填写"
NO_GROUND: Final = "有异议的，请写明差在哪里、凭什么"
SAME: Final = "“{0}”与台账相同，请改为确认"
NOBODY: Final = "“{0}”在本地登记的人员中没有，或不止一人。请写身份证号码；没有登记的，写明说明后上报"
NO_COUNT: Final = "“{0}”不是人数或件数，请填0或正整数"


def faults_of(form: Form, filled: Filled, ledger: Mapping[str, Any]) -> list[Fault]:
    """What speaks against taking it, in the order of the form."""
    found = []
    if filled.zero and not form.zero:
        found.append(Fault("forms.no_zero", NO_ZERO, ()))
    elif filled.zero and any(filled.typed.values()):
        typed = tuple(code for code, said in filled.typed.items() if said)
        found.append(Fault("forms.zero_and_filled", ZERO_AND_FILLED, typed))
    found += _denied(filled, ledger)
    for code, texts in filled.unclear.items():
        if texts:
            found.append(Fault("forms.nobody", NOBODY, (code,), Weight.DOUBT, facts=("、".join(texts),)))
    for code in filled.disputed:
        found += _objection(code, filled, ledger)
    return found


def _denied(filled: Filled, ledger: Mapping[str, Any]) -> Iterator[Fault]:
    """What a zero report says is nought, and the ledger holds: to be explained."""
    for code, held in ledger.items():
        if filled.zero and held.key in DENIED and held.value:
            facts = (number(held.value),)
            yield Fault("forms.zero_denied", ZERO_DENIED, (code,), Weight.DOUBT, facts=facts)


def _objection(code: str, filled: Filled, ledger: Mapping[str, Any]) -> Iterator[Fault]:
    said, held = filled.disputed[code], ledger.get(code)
    if held is None:
        yield Fault("forms.nothing_to_dispute", NOTHING_TO_DISPUTE, (code,))
        return
    if said.value < 0 or said.value != int(said.value):
        yield Fault("forms.no_count", NO_COUNT, (code,), facts=(number(said.value),))
    if said.value == held.value:
        yield Fault("forms.same_as_ledger", SAME, (code,), facts=(number(said.value),))
    if not said.reason.strip():
        yield Fault("forms.no_ground", NO_GROUND, (code,))


def marks_of(form: Form, filled: Filled) -> dict[str, str]:
    """What is marked: numbers of the ledger confirmed or disputed, fields left as before."""
    left = {
        field.code: PREFILLED for field in form.fields if field.prefill and field.code in filled.prefilled
    }
    held = {
        field.code: DISPUTED if field.code in filled.disputed else CONFIRMED
        for field in form.fields
        if field.derived
    }
    return left | held
