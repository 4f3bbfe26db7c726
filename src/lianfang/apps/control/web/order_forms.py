"""The forms by which an order is changed from the page of its person, and what was refused there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.control.queries import Order
from lianfang.apps.control.rules import workflow
from lianfang.apps.control.rules.release import ReleaseNotDue
from lianfang.apps.control.terms import RELEASE_GROUNDS, EventKind
from lianfang.core import refusals
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import DomainError

Field = dict[str, Any]
NOT_YET: Final = _("还不能按期满解除。因其他原因解除的，请写明原因。")


@dataclass(frozen=True)
class Form:
    """What can be done with an order: by which event, for whom, with which fields."""

    act: str
    event: EventKind
    permission: Permission
    title: str
    help: str
    fields: tuple[Field, ...]
    tone: str = "primary"


@dataclass(frozen=True)
class Tried:
    """What was typed into a form of an order, and why it was refused."""

    measure: int
    act: str
    typed: Mapping[str, str]
    sentence: str
    missing: tuple[str, ...] = ()

    @classmethod
    def refused(cls, measure: int, act: str, typed: Mapping[str, str], refusal: DomainError) -> "Tried":
        """A form that was refused; what a release still lacks stands by itself."""
        missing = refusal.missing if isinstance(refusal, ReleaseNotDue) else ()
        sentence = NOT_YET if missing else refusals.sentence_of(refusal)
        return cls(measure, act, typed, sentence, missing)


@dataclass(frozen=True)
class Offered:
    """A form as it stands under an order: its fields with what was typed, open where it is to be seen."""

    form: Form
    fields: tuple[Field, ...]
    tried: Tried | None = field(default=None)
    open: bool = False


def _text(name: str, label: str, **more: object) -> Field:
    return {"name": name, "label": label, "kind": "area", "rows": 3, "required": True} | more


UNTIL: Final = {"name": "until", "label": _("新的解除日"), "kind": "date", "required": True}
REASON: Final = _text("reason", _("理由"), rows=2)
FORMS: Final = (
    Form(
        "release",
        EventKind.RELEASED,
        Permission.CHANGE_MEASURE,
        _("解除"),
        _("期满解除只结束这一阶段；其他原因解除整个决定，须写明理由。"),
        (
            {
                "name": "ground",
                "label": _("解除原因"),
                "kind": "choice",
                "choices": [(ground.value, word) for ground, word in RELEASE_GROUNDS.items()],
            },
            REASON | {"required": False, "label": _("理由（期满解除的可不填）")},
            {"name": "happened", "label": _("何时解除（现在的不用填）"), "kind": "datetime-local"},
        ),
    ),
    Form(
        "extend",
        EventKind.EXTENDED,
        Permission.CHANGE_MEASURE,
        _("延长"),
        _("当日零时解除；下一阶段顺延。超过政策规定的期限，须写明批准人。"),
        (UNTIL, REASON, {"name": "approved_by", "label": _("批准人（超过规定时）"), "kind": "text"}),
    ),
    Form(
        "shorten",
        EventKind.SHORTENED,
        Permission.CHANGE_MEASURE,
        _("缩短"),
        _("当日零时解除；下一阶段提前。"),
        (UNTIL, REASON),
    ),
    Form(
        "revoke",
        EventKind.REVOKED,
        Permission.CHANGE_MEASURE,
        _("撤销"),
        _("决定作错时撤销：整个决定的各阶段一并结束。"),
        (REASON,),
        "danger",
    ),
    Form(
        "appeal",
        EventKind.APPEALED,
        Permission.LODGE_APPEAL,
        _("登记申诉"),
        "",
        (_text("text", _("本人怎么说（申诉期间不停止措施，48小时内答复）")),),
        "",
    ),
    Form(
        "answer",
        EventKind.APPEAL_ANSWERED,
        Permission.ANSWER_APPEAL,
        _("答复申诉"),
        _("由没有参与该决定的人答复。申诉成立的，决定随即撤销。"),
        (
            {
                "name": "upheld",
                "label": _("结论"),
                "kind": "choice",
                "choices": [("", _("申诉不成立，维持决定")), ("yes", _("申诉成立，撤销决定"))],
            },
            _text("text", _("答复（写明理由）")),
        ),
    ),
)


def offered(order: Order, *, by: Actor, tried: Tried | None) -> Iterator[Offered]:
    """The forms that an order's state and the actor's role allow."""
    for form in FORMS:
        answers = form.event is EventKind.APPEAL_ANSWERED
        possible = form.event in workflow.TRANSITIONS[order.state] and (order.waiting or not answers)
        if possible and by.may(form.permission):
            own = tried if tried and (tried.measure, tried.act) == (order.view.id, form.act) else None
            fields = tuple(_filled(order.view.id, form, one, own) for one in form.fields)
            yield Offered(form, fields, own, open=bool(own) or answers)


def _filled(measure: int, form: Form, one: Field, tried: Tried | None) -> Field:
    value = tried.typed.get(one["name"], "") if tried else ""
    return one | {"id": f"{form.act}-{one['name']}-{measure}", "value": value}
