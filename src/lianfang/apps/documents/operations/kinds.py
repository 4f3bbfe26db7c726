"""Any kind of document as a file, whoever writes it: those of other parts by their own operations."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from lianfang.apps.control import operations as control
from lianfang.apps.control.queries import Wanted
from lianfang.apps.directives import queries as directives
from lianfang.apps.documents.operations.drafting import prepare
from lianfang.apps.documents.operations.making import make
from lianfang.apps.documents.terms import DocumentKind, KindOf, Made, Subject, kind_of
from lianfang.apps.inspection import operations as inspection
from lianfang.apps.reporting import operations as reporting
from lianfang.core.access.terms import Actor
from lianfang.core.documents import OfficialDocument, figures_in, render
from lianfang.kernel.errors import WrongCall

Writer = Callable[[Subject, Actor, datetime], Made]


def make_kind(
    kind: str, *, area: str, about: str, on: date, as_known_at: datetime, by: Actor, at: datetime
) -> Made:
    """Make a document of any kind into a file. Raises what its own part raises, and WrongCall."""
    found = kind_of(kind)
    subject = Subject(area, about, on, as_known_at)
    if found.elsewhere is None:
        uid = prepare(kind, area=area, about=about, on=on, as_known_at=as_known_at, by=by, at=at)
        return make(uid, by=by, at=at)
    _check_about(found, about)
    return WRITERS[found.code](subject, by, at)


def _check_about(kind: KindOf, about: str) -> None:
    if kind.elsewhere and kind.elsewhere.about and not about:
        raise WrongCall(problem=f"{kind.name}要用--about写明{kind.elsewhere.about}")


def _brief(subject: Subject, by: Actor, at: datetime) -> Made:
    known = subject.as_known_at
    made = reporting.write_brief(area=subject.area, on=subject.on, as_known_at=known, by=by, at=at)
    return Made(made.docx, "疫情防控工作日报", made.figures, made.uid)


def _bulletin(subject: Subject, by: Actor, at: datetime) -> Made:
    made = inspection.write_bulletin(area=subject.area, on=subject.on, by=by, at=at)
    return Made(made.docx, made.title, made.figures, made.uid)


def _report(subject: Subject, by: Actor, at: datetime) -> Made:
    made = inspection.write_report(target=subject.about, by=by, at=at)
    return Made(made.docx, made.title, made.figures, made.uid)


def _script(subject: Subject, by: Actor, at: datetime) -> Made:
    return _rendered(directives.script_of(subject.about, by=by, at=at))


def _minutes(subject: Subject, by: Actor, at: datetime) -> Made:
    return _rendered(directives.minutes_of(subject.about, by=by, at=at))


def _rendered(document: OfficialDocument) -> Made:
    return Made(render(document), document.title.replace("\n", ""), len(figures_in(document)))


def _notice(subject: Subject, by: Actor, at: datetime, *, released: bool) -> Made:
    with TemporaryDirectory() as folder:
        path = Path(folder, "notice.docx")
        title = control.write_notice(subject.about, path, by=by, at=at, released=released)
        return Made(path.read_bytes(), title, 0)


def print_notices(target: Path, *, area: str, since: datetime, released: bool, **told: Any) -> int:
    """Write the notices of an area into one file. Raises what control's `write_notices` raises."""
    return control.write_notices(target, Wanted(area=area, since=since, released=released), **told)


WRITERS: Final[Mapping[DocumentKind, Writer]] = {
    DocumentKind.DAILY_BRIEF: _brief,
    DocumentKind.INSPECTION_NOTICE: _bulletin,
    DocumentKind.RECTIFICATION: _report,
    DocumentKind.MEETING_SCRIPT: _script,
    DocumentKind.MINUTES: _minutes,
    DocumentKind.ORDER_NOTICE: partial(_notice, released=False),
    DocumentKind.RELEASE_NOTICE: partial(_notice, released=True),
}
