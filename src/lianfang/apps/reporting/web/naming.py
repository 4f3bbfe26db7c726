"""Whom or what a duty is about, as lists name it: the name, and the way to its page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.core.duty.terms import DutyKind


def persons(subjects: Iterable[str]) -> dict[str, PersonLabel]:
    """The persons among the subjects of duties, in one query."""
    return people.labels_by_uid(subjects)


def subject(kind: DutyKind, asked: str, ref: str, known: dict[str, PersonLabel]) -> tuple[str, str]:
    """The name of a subject, and the address of its page where it has one."""
    if asked in known:
        return known[asked].name, reverse("control:person", args=[asked])
    if kind.subject == "row":
        row = asked.rpartition(":")[2]
        return gettext("名单第 {row} 行").format(row=row), reverse("intake:reviews")
    if kind.subject == "look":
        return ref, reverse("access:beyond")
    return post_name(ref.partition(" ")[0]) or ref or "—", ""


def post_name(code: str | None) -> str:
    """The name of a post; nothing for what is no post."""
    return POST_NAMES[PostCode(code)] if code in set(PostCode) else ""
