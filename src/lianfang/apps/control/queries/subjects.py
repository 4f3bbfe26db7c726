"""Whom or what a duty is about, as lists name it, and the way to where it is dealt with."""

from django.utils.translation import gettext

from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.people.terms import PersonLabel
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.duty.terms import DutyKind


def subject_shown(
    kind: DutyKind, asked: str, ref: str, area: str, known: dict[str, PersonLabel], *, by: Actor
) -> tuple[str, str]:
    """The name of a subject, and the address of its page where it has one that the actor may see."""
    if asked in known:
        return known[asked].name, way(by, "control:person", asked)
    return _name(kind, asked, ref), way_of(kind, area, by=by)


def way_of(kind: DutyKind, area: str, *, by: Actor) -> str:
    """Where a kind of duty is dealt with, for who may go there."""
    if not kind.page:
        return ""
    return way(by, kind.page, area) if kind.page_of_area else way(by, kind.page)


def _name(kind: DutyKind, asked: str, ref: str) -> str:
    if kind.subject == "row":
        return gettext("名单第 {row} 行").format(row=asked.rpartition(":")[2])
    return post_name(ref.partition(" ")[0]) or ref or "—"


def post_name(code: str | None) -> str:
    """The name of a post; nothing for what is no post."""
    return POST_NAMES[PostCode(code)] if code in set(PostCode) else ""
