"""Templates: the one in use for an area, those an office uploaded, the shipped one as a file to edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.documents.models import Template
from lianfang.apps.documents.queries.material import draft_head
from lianfang.apps.documents.rules import layouts, sources, vocabulary
from lianfang.apps.documents.terms import Head, KindOf, kind_of
from lianfang.core.access.terms import Actor
from lianfang.core.documents import (
    Known,
    PlaceholderFault,
    check_template,
    render,
    replace_words,
    written_date,
)
from lianfang.kernel import area_code
from lianfang.kernel.errors import InputRefused, NotFound


class TemplateFaulty(InputRefused):
    """A template with placeholders that can't be filled; each with its place."""

    code = "documents.template_faulty"
    sentence = "模板有{count}处不能填写：{faults}"

    def __init__(self, faults: list[PlaceholderFault]) -> None:
        self.faults = faults
        super().__init__(count=len(faults), faults="；".join(map(told, faults)))


@dataclass(frozen=True)
class InUse:
    """A template as it is filled: its bytes, the names it uses, the office's own one where it has one."""

    docx: bytes
    used: Mapping[str, Known]
    own: Template | None


def told(fault: PlaceholderFault) -> str:
    """Return a fault as a person reads it."""
    near = f"，是否指{'、'.join(fault.nearest)}" if fault.nearest else ""
    return f"{fault.place}“{fault.text}”{fault.problem}{near}"


def faults_in(docx: bytes, kind: KindOf) -> list[PlaceholderFault]:
    """Return what is wrong with a template of a kind; raises NotADocument."""
    return check_template(docx, vocabulary.known(kind))[0]


def faults_of(kind: str, docx: bytes) -> list[PlaceholderFault]:
    """Return what is wrong with a template of a kind given by its code; raises NotFound, NotADocument."""
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what="有模板的文书种类", value=kind)
    return faults_in(docx, found)


def template_for(kind: KindOf, *, area: str) -> Template | None:
    """Return the newest template of a kind of the area, or else of the nearest area above that has one."""
    above = [area[:digits] for digits in area_code.LENGTHS.values() if digits <= len(area)]
    found = Template.objects.filter(kind=kind.code, area__in=above)
    return max(found, key=lambda each: (len(each.area), each.version), default=None)


def shipped(kind: KindOf, *, head: Head, number: str, on: date, at: datetime) -> bytes:
    """Return the shipped template of a kind under a head, ready to be filled."""
    sourced = sources.read(sources.source_of(kind.code))
    return render(layouts.around(sourced, kind=kind, head=head, number=number, on=on, at=at))


def editable(kind: KindOf, *, area: str, on: date, at: datetime) -> bytes:
    """Return the shipped template of a kind with placeholders everywhere, to be changed in Word."""
    head = layouts.editable(draft_head(kind, area=area, about="", on=on, known_at=at))
    docx = shipped(kind, head=head, number=layouts.NUMBER_HERE, on=on, at=at)
    return replace_words(docx, {written_date(on): "{{ 成文日期 }}"})


def in_use(kind: KindOf, *, own: Template | None, head: Head, number: str, on: date, at: datetime) -> InUse:
    """Return a template as it is filled: the office's own, or the shipped one. Raises TemplateFaulty."""
    docx = bytes(own.docx) if own else shipped(kind, head=head, number=number, on=on, at=at)
    faults, used = check_template(docx, vocabulary.known(kind))
    if faults:
        raise TemplateFaulty(faults)
    return InUse(docx, used, own)


def template(uid: UUID, *, by: Actor) -> Template:
    """Return a template with its bytes; raises NotFound, also out of sight."""
    found = Template.objects.filter(uid=uid).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="模板", value=uid)
    return found


def templates(*, area: str) -> list[Template]:
    """Return the templates of an area, newest first, without their bytes."""
    lo, hi = area_code.prefix_range(area)
    found = Template.objects.filter(area__gte=lo, area__lt=hi).defer("docx")
    return list(found.order_by("kind", "-version"))
