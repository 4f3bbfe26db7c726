"""The forms under a matter: what its state and the actor's role allow, with what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _said
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import OF_UNIT, POST_NAMES, PostCode
from lianfang.apps.hotline.rules.workflow import TRANSITIONS
from lianfang.apps.hotline.terms import (
    EVENT_NAMES,
    LINK_NAMES,
    SATISFACTION_NAMES,
    EventKind,
    Happened,
    LinkKind,
    MatterCard,
    MatterKind,
    MatterState,
    Satisfaction,
)
from lianfang.apps.hotline.web.linked import link_to
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor

Field = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What can be done with a matter: by which event, for whom, with which fields."""

    act: str
    event: EventKind
    permission: Permission
    title: str
    help: str
    fields: tuple[Field, ...] = ()
    tone: str = ""


@dataclass(frozen=True)
class Offered:
    """A form as it stands under a matter."""

    form: Form
    fields: tuple[Field, ...]
    open: bool
    problem: str


def _area(name: str, label: str) -> Field:
    return {"name": name, "label": label, "kind": "area", "rows": 3, "required": True}


UPHELD: Final = {
    "name": "upheld",
    "label": _("结论"),
    "kind": "choice",
    "choices": [("", _("申诉不成立，维持决定")), ("yes", _("申诉成立，撤销决定"))],
}
FORMS: Final = (
    Form(
        "acknowledge", EventKind.ACKNOWLEDGED, Permission.ANSWER_MATTER, _("签收，我来办"), "", tone="primary"
    ),
    Form(
        "answer",
        EventKind.ANSWERED,
        Permission.ANSWER_MATTER,
        _("答复"),
        _("群众凭受理编号和查询码看到的就是这段话：写明办理情况和理由，不写任何人的姓名和联系方式。"),
        (
            _area("text", _("答复")),
            {"name": "happened", "label": _("何时办到（现在的不用填）"), "kind": "datetime-local"},
        ),
        "primary",
    ),
    Form(
        "join",
        EventKind.JOINED,
        Permission.LODGE_APPEAL,
        _("登记到决定"),
        _("申诉登记到所针对的决定，自提出时起48小时内答复；不停止措施的执行。"),
        ({"name": "measure", "label": _("决定编号"), "kind": "text", "required": True},),
        "primary",
    ),
    Form(
        "decide",
        EventKind.ANSWERED,
        Permission.ANSWER_APPEAL,
        _("作出申诉决定"),
        _("由没有参与该决定的人答复。申诉成立的，决定随即撤销。"),
        (UPHELD, _area("text", _("答复（写明理由）"))),
        "primary",
    ),
    Form(
        "hand_on",
        EventKind.HANDED_ON,
        Permission.ANSWER_MATTER,
        _("转办"),
        _("转给县内另一处的岗位，写明理由；转出后由对方负责。"),
        (
            {
                "name": "area",
                "label": _("转到哪里（区划代码）"),
                "kind": "text",
                "required": True,
                "inputmode": "numeric",
            },
            {
                "name": "post",
                "label": _("岗位"),
                "kind": "choice",
                "choices": [(post.value, name) for post, name in POST_NAMES.items()],
            },
            {"name": "unit", "label": _("单位编号（转给单位负责人的填）"), "kind": "text"},
            _area("reason", _("理由")),
        ),
    ),
    Form(
        "link",
        EventKind.LINKED,
        Permission.ANSWER_MATTER,
        _("关联"),
        _("关联到人员、决定、单位、场所或督查问题，填其编号。"),
        (
            {
                "name": "kind",
                "label": _("关联到"),
                "kind": "choice",
                "choices": [(kind.value, name) for kind, name in LINK_NAMES.items()],
            },
            {"name": "to", "label": _("编号"), "kind": "text", "required": True},
        ),
    ),
    Form(
        "close", EventKind.CLOSED, Permission.ANSWER_MATTER, _("办结"), "", (_area("reason", _("办结说明")),)
    ),
)


def offered(
    card: MatterCard, *, by: Actor, typed: Mapping[str, str], tried: str, problem: str
) -> list[Offered]:
    """The forms that a matter's state and kind and the actor's role allow."""
    return [
        Offered(
            form,
            tuple(_filled(form, one, typed if own else {}) for one in form.fields),
            own,
            problem if own else "",
        )
        for form in _possible(card, by)
        for own in [form.act == tried]
    ]


def _possible(card: MatterCard, by: Actor) -> Iterator[Form]:
    appeal, waits = card.kind == MatterKind.APPEAL, card.state == MatterState.REVIEWED
    for form in FORMS:
        fits = {"join": appeal, "decide": waits}.get(form.act, True)
        allowed = waits if form.act == "decide" else form.event in TRANSITIONS[MatterState(card.state)]
        if fits and allowed and by.may(form.permission):
            yield form


def _filled(form: Form, one: Field, typed: Mapping[str, str]) -> Field:
    return one | {"id": f"{form.act}-{one['name']}", "value": typed.get(one["name"], "")}


def told(events: list[Happened], *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Events as the timeline shows them."""
    places = areas.names({event.held_in for event in events if event.held_in})
    return [
        {
            "at": event.happened_at,
            "what": EVENT_NAMES[EventKind(event.kind)],
            "fields": _fields(event, places),
            "detail": event.note,
            "by": event.by,
            "link": link_to(event.link, event.link_to, by=by, at=at) if event.link else None,
        }
        for event in events
    ]


def _fields(event: Happened, places: Mapping[str, str]) -> list[str]:
    found = []
    if event.post:
        post = POST_NAMES[PostCode(event.post.partition(OF_UNIT)[0])]
        found.append(f"{places.get(event.held_in, event.held_in)} {_said(post)}")
    if event.satisfaction:
        found.append(SATISFACTION_NAMES[Satisfaction(event.satisfaction)])
    if event.link:
        found.append(LINK_NAMES[LinkKind(event.link)])
    return found
