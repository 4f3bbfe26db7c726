"""Whom or what a duty is about, as lists name it, and the way to where it is dealt with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext

from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind, PageOf


class About(Protocol):
    """A slot or a gap: of which kind, and about whom or what."""

    @property
    def kind(self) -> str:
        """The code of the kind."""

    @property
    def subject(self) -> str:
        """The uid of whom or what it is about."""


def subject_shown(
    kind: DutyKind, asked: str, ref: str, area: str, known: Mapping[str, str], *, by: Actor
) -> tuple[str, str]:
    """The name of a subject, and the address of its page where it has one that the actor may see."""
    if kind.subject == "person" and asked in known:
        return known[asked], way(by, "control:person", asked)
    return known.get(asked) or _name(kind, asked, ref), way_of(kind, area, asked, by=by)


def names_of(gaps: Iterable[About]) -> dict[str, str]:
    """The names of whom or what some gaps are about, by uid: one statement for each sort of subject."""
    asked: dict[str, set[str]] = defaultdict(set)
    for gap in gaps:
        asked[registry.kind(gap.kind).subject].add(gap.subject)
    named = {subject: names for subject, names in registry.subject_names().items() if subject in asked}
    return {uid: name for subject, names in named.items() for uid, name in names(asked[subject]).items()}


def way_of(kind: DutyKind, area: str, subject: str, *, by: Actor) -> str:
    """Where a duty is dealt with, for who may go there."""
    if not kind.page:
        return ""
    taken = {PageOf.NOTHING: (), PageOf.AREA: (area,), PageOf.SUBJECT: (subject,)}
    return way(by, kind.page, *taken[kind.page_of])


def _name(kind: DutyKind, asked: str, ref: str) -> str:
    if kind.subject == "row":
        return gettext("名单第 {row} 行").format(row=asked.rpartition(":")[2])
    return post_name(ref.partition(" ")[0]) or ref or "—"


def post_name(code: str | None) -> str:
    """The name of a post; nothing for what is no post."""
    return POST_NAMES[PostCode(code)] if code in set(PostCode) else ""
