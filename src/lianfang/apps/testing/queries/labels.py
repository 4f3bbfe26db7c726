"""Labels that were printed: those of a run, and what a scanned one means."""

from dataclasses import dataclass
from uuid import UUID

from lianfang.apps.testing.models import LabelRun
from lianfang.apps.testing.queries.setup import as_uuid
from lianfang.apps.testing.queries.tubes import tubes
from lianfang.apps.testing.rules import labels
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused, NotFound


class LabelUnused(InputRefused):
    """A label that was printed and stands on no tube yet."""

    code = "testing.label_unused"
    sentence = "标签{label}已印好，还没有登记采样。"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is printed: its text, the modules of its code, the dark ones as a path."""

    text: str
    side: int
    path: str


def labels_of(run: str | UUID, *, by: Actor) -> list[Label]:
    """The labels of a run; raises NotFound, also out of sight."""
    found = LabelRun.objects.filter(uid=as_uuid(run, "标签")).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="标签", value=run)
    texts = [labels.label(found.county, number) for number in range(found.first, found.first + found.count)]
    return [Label(text, *labels.square(text)) for text in texts]


def scanned(text: str, *, by: Actor) -> str:
    """The label of the tube that was scanned; raises LabelUnused where it was printed only, NotFound."""
    code = text.strip()
    if tubes(by=by, codes=[code]):
        return code
    named = labels.number_of(code)
    runs = LabelRun.objects.filter(county=named[0], first__lte=named[1]) if named else []
    if named and any(named[1] < one.first + one.count for one in runs):
        raise LabelUnused(label=code)
    raise NotFound(what="采样管", value=text)
