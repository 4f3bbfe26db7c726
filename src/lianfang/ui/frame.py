"""What the frame of every page shows: the way around, who looks, in which language, as of when."""

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from lianfang.apps.alerts import queries as alerts
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import NOBODY, Actor
from lianfang.core.access.ways import way
from lianfang.ui.templatetags.naming import place_names
from lianfang.ui.templatetags.words import TAGS


@dataclass(frozen=True)
class Way:
    """An entry of the navigation: its name, its view, and the views that lie behind it."""

    name: str
    view: str
    also: frozenset[str] = frozenset()


SIDES_OF_ROLLUP: Final = frozenset(
    f"reporting:{view}" for view in ("rollup", "compare", "holders", "behind", "briefs", "draft", "brief")
)
LISTS: Final = frozenset(
    f"intake:{view}" for view in ("batch", "submission", "reviews", "review", "forwards")
) | {"control:issue_batch"}
PAPERS: Final = frozenset(
    f"directives:{view}"
    for view in ("directive", "paper", "tasks", "plans", "plan", "make_plan", "meetings", "meeting")
)
DOCUMENTS: Final = frozenset(
    f"documents:{view}"
    for view in ("new", "document", "register", "sentences", "template", "templates", "names", "trace")
)
EXCHANGE: Final = frozenset(f"exchange:{view}" for view in ("message", "reports", "arrived", "take"))
OF_THE_DAY: Final = frozenset(
    f"control:{view}" for view in ("readings", "releases", "readings_file", "results_file")
)
INSPECTION: Final = frozenset(
    f"inspection:{view}" for view in ("campaigns", "campaign", "visits", "visit", "visit_form", "finding")
) | frozenset(
    f"inspection:{view}" for view in ("rosters", "papers", "paper", "behind", "outcomes", "outcome_names")
)
REPORTS: Final = (
    frozenset(f"forms:{view}" for view in ("entry", "report", "dispute", "own_status", "status", "upload"))
    | frozenset(
        {"forms:catalogue", "forms:edition", "forms:own_rollup", "forms:rollup", "forms:rollup_behind"}
    )
    | frozenset({"forms:doubts", "forms:doubt", "forms:checks"})
)
TESTING: Final = frozenset(
    f"testing:{view}"
    for view in ("round", "points", "point", "tubes", "tube", "programmes", "bulletin", "plan")
)
SITES: Final = frozenset(
    f"facilities:{view}"
    for view in (
        "site",
        "staff",
        "transfers",
        "transfer",
        "care",
        "need",
        "clinic",
        "hold_card",
        "homes",
        "home",
    )
)
CASES: Final = frozenset(
    f"cases:{view}"
    for view in (
        *("new", "case", "chains", "contacts", "judge", "seek", "trajectory", "letters", "letter"),
        "positives",
    )
)
GROUPS: Final = (
    (
        Way(_("今天"), "control:today", OF_THE_DAY),
        Way(_("总览"), "reporting:own_rollup", SIDES_OF_ROLLUP),
        Way(_("缺口"), "reporting:gaps"),
    ),
    (
        Way(_("名单"), "intake:batches", LISTS),
        Way(_("转交"), "intake:forwards"),
        Way(_("卫生院"), "health:desk"),
        Way(_("病例"), "cases:cases", CASES),
        Way(_("检测"), "testing:rounds", TESTING),
        Way(_("隔离点"), "facilities:sites", SITES),
        Way(_("照护"), "facilities:care", SITES - {"facilities:care"}),
        Way(_("场所"), "venues:venues", frozenset({"venues:venue", "venues:together", "venues:load"})),
    ),
    (
        Way(_("任务"), "directives:mine", frozenset({"directives:task"})),
        Way(_("文件"), "directives:directives", PAPERS),
        Way(_("督查"), "inspection:ledger", INSPECTION),
    ),
    (
        Way(_("报表"), "forms:mine", REPORTS),
        Way(_("公文"), "documents:documents", DOCUMENTS),
        Way(_("数据交换"), "exchange:desk", EXCHANGE),
    ),
    (
        Way(
            _("来电来信"),
            "hotline:desk",
            frozenset(f"hotline:{view}" for view in ("matter", "new", "clocks", "facts", "openings")),
        ),
        Way(
            _("公开信息"),
            "bulletin:desk",
            frozenset(f"bulletin:{view}" for view in ("new", "draft", "correct")),
        ),
    ),
    (
        Way(
            _("政策"),
            "policy:packs",
            frozenset(
                f"policy:{view}" for view in ("table", "compare", "attempt", "adopt", "load", "risk_areas")
            )
            | {"control:effect"},
        ),
        Way(_("岗位"), "areas:own_posts", frozenset({"areas:posts"})),
        Way(_("账户"), "access:accounts", frozenset({"access:account_card", "access:change_account"})),
        Way(_("审计"), "access:audit", frozenset({"access:audit_log"})),
    ),
)
"""The navigation: the day and its figures, people, tasks, reports and papers, the public, the grounds."""
WAYS: Final = tuple(chain.from_iterable(GROUPS))
OWN_WAYS: Final = (
    Way(_("我的账户"), "access:account"),
    Way(_("导出"), "reporting:exports"),
    Way(_("紧急查看"), "access:beyond"),
    Way(_("发件箱"), "alerts:outbox"),
    Way(_("到期删除"), "retention:retention"),
    Way(_("组件"), "ui:gallery"),
)
"""What stands in the menu of the person rather than in the navigation."""
PUBLIC_WAYS: Final = (
    Way(_("公开信息"), "bulletin:front", frozenset({"bulletin:read"})),
    Way(_("封闭和风险区"), "bulletin:places"),
    Way(_("电话和医院"), "bulletin:services"),
    Way(_("问答"), "bulletin:questions"),
    Way(_("我要反映"), "hotline:ask"),
    Way(_("查办理情况"), "hotline:follow", frozenset({"hotline:rate"})),
)
"""The pages for everybody."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/base.html`."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "moment": getattr(request, "moment", None),
        "query": request.GET.get("q", ""),
        "may_find": actor.may(Permission.FIND_PERSON),
        "address": request.get_full_path() if request.method == "GET" else "/",
        "navigation": [ways for group in GROUPS if (ways := _ways(request, group, actor))],
        "hat": _hat(request, actor),
        "bell": partial(_bell, request),
        "languages": _languages(),
        "public_ways": partial(_public_ways, request),
    }


def _bell(request: HttpRequest) -> int:
    """How many notices wait for the signed-in person; asked where the bell is drawn."""
    return alerts.unacknowledged(officer=getattr(request.user, "officer", None))


def _ways(request: HttpRequest, ways: tuple[Way, ...], actor: Actor) -> list[dict[str, object]]:
    """The ways that the doors would let this person go."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"name": one.name, "href": href, "current": here in {one.view, *one.also}}
        for one in ways
        if (href := way(actor, one.view)) and not _reached_by_another(actor, one)
    ]


def _public_ways(request: HttpRequest) -> list[dict[str, object]]:
    """The ways of everybody, on in the language that the address names: these pages set no cookie."""
    spoken = request.GET.get("lang", "")
    kept = f"?lang={spoken}" if spoken in dict(settings.LANGUAGES) else ""
    return [one | {"href": f"{one['href']}{kept}"} for one in _ways(request, PUBLIC_WAYS, NOBODY)]


def _reached_by_another(actor: Actor, one: Way) -> bool:
    """Whether an entry of the navigation leads there already."""
    return any(one.view in other.also and way(actor, other.view) for other in WAYS)


def _hat(request: HttpRequest, actor: Actor) -> dict[str, object] | None:
    """Who looks: name, role, and the way to what is theirs; nobody has no hat."""
    if actor.role == NOBODY.role:
        return None
    hats: list[Actor] = getattr(request, "hats", [])
    return {
        "name": actor.name,
        "role": actor.title,
        "area": place_names(actor.scopes),
        "links": _ways(request, OWN_WAYS, actor),
        "others": [
            {"key": hat.role, "role": hat.title, "area": place_names(hat.scopes)}
            for hat in hats
            if hat.role != actor.role
        ],
        "change": reverse("access:wear"),
        "leave": reverse("account_logout"),
    }


def _languages() -> list[dict[str, object]]:
    spoken = get_language()
    return [
        {"code": code, "name": name, "tag": TAGS[code], "current": code == spoken}
        for code, name in settings.LANGUAGES
    ]
