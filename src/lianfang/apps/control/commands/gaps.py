"""`lianfang gaps`: what is due and not done, with the one who holds it."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries
from lianfang.core import doors
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.kernel.errors import NotAllowed

SHOWN: Final = 40


def gaps(  # noqa: PLR0917  typer reads the parameters
    area: Annotated[str | None, typer.Option("--area", help="辖区代码；不写为全部辖区。")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="事项代码，如temperature。")] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="何时的缺口，如2022-03-05T16:00；不写为现在。")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--as-known-at", help="按何时已登记的情况；不写为现在。")
    ] = None,
    holder: Annotated[str | None, typer.Option("--holder", help="只列某位责任人的。")] = None,
    json: Annotated[bool, typer.Option("--json", help="只输出JSON。")] = False,
) -> None:
    """应办未办：事项、对象、地点、责任人、时限。"""
    by = doors.cli_actor()
    place = by.scope if area is None else area
    if not by.may_see(place):
        raise NotAllowed(actor=by.name, action=f"查看{place}的缺口")
    moment = doors.moment(at)
    known = doors.moment(known_at) if known_at else max(moment, doors.now()) if at else moment
    view = engine.at_moment(area=place, at=moment, known_at=known)
    kinds = [registry.kind(kind)] if kind else None
    found = list(engine.gaps(view=view, kinds=kinds, holder=holder))
    if json:
        doors.print_json([_plain(gap) for gap in found])
    else:
        _show(found)


def _plain(gap: Gap) -> dict[str, str | None]:
    return {
        "kind": gap.kind,
        "subject": gap.subject,
        "area": gap.area,
        "holder": gap.holder,
        "opens_at": gap.opens_at.isoformat(),
        "due_at": gap.due_at.isoformat(),
    }


def _show(found: Sequence[Gap]) -> None:
    """How many of each kind, then those whose time is up first."""
    names = {kind.code: kind.name for kind in registry.kinds()}
    counts = Counter(gap.kind for gap in found)
    doors.print_table(
        "缺口", ("事项", "代码", "缺口"), [(names[code], code, n) for code, n in counts.most_common()]
    )
    first = sorted(found, key=lambda gap: gap.due_at)[:SHOWN]
    subjects = queries.subject_names_of(first)
    places = areas.names(gap.area[:12] for gap in first)
    rows = [
        (
            names[gap.kind],
            subjects.get(gap.subject, gap.ref),
            places.get(gap.area[:12], gap.area),
            gap.holder,
            gap.due_at,
        )
        for gap in first
    ]
    if rows:
        doors.print_table(f"时限最早的{len(rows)}项", ("事项", "对象", "地点", "责任人", "时限"), rows)
