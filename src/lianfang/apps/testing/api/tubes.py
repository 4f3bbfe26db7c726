"""Operations of the API about tubes: samples registered, hand-overs, results and corrections, files."""

from datetime import time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Schema, Status, UploadedFile
from pydantic import Field

from lianfang.apps.control.terms import Result
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import (
    PointPlan,
    PointState,
    Sealing,
    Swab,
    TubeAccount,
    TubeKind,
    TubeResult,
    TubeState,
    TubeView,
    Turnaround,
)
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Given, Moment, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["检测"])
Ct = Annotated[Decimal, Field(ge=0, le=60, max_digits=3, decimal_places=1)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="时刻，如08:00")]
Label = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z._-]+$")]


class SamplingPointIn(Given):
    """A sampling point with its capacity and hours."""

    area: AreaCode
    name: Named
    address: Text = ""
    per_hour: Annotated[int, Field(ge=1, le=10_000)]
    samplers: Annotated[int, Field(ge=1, le=1000)]
    opens: Clock
    closes: Clock


class SamplingPointOut(Schema):
    """A sampling point."""

    uid: UUID
    area: str
    name: str
    address: str
    per_hour: int
    samplers: int
    opens: str
    closes: str


class WaitingIn(Given):
    """How many wait at a point."""

    waiting: Annotated[int, Field(ge=0, le=9999)]


class LabelsIn(Given):
    """How many labels are to be printed."""

    count: Annotated[int, Field(ge=1, le=2400)]


class SwabIn(Given):
    """Somebody who was sampled: by uid, document, or telephone and name; `client_id` is its maker's."""

    client_id: UUID
    tube: Label
    kind: TubeKind = TubeKind.POOL10
    sampled_at: Moment
    person: UUID | None = None
    document: Text = ""
    phone: Text = ""
    name: Text = ""
    point: UUID | None = None
    visitor: Annotated[bool, Field(description="登记中没有的，当场登记：须有姓名，以及证件号码或电话")] = (
        False
    )
    home: Annotated[Text, Field(description="当场登记的人住在哪里：村、社区的名称")] = ""
    disease: Annotated[Text, Field(description="病种；不写的，按轮次、管控令或现行政策")] = ""


class SwabsIn(Given):
    """Samples, as many as a phone holds back."""

    samples: Annotated[list[SwabIn], Field(min_length=1, max_length=1000)]


class SealIn(Given):
    """A tube that was sealed where no network was."""

    client_id: UUID
    tube: Label
    sealed_at: Moment


class QueueIn(Given):
    """What a phone held back: samples and sealed tubes, taken in the order of their moments."""

    samples: Annotated[list[SwabIn], Field(max_length=1000)] = []
    sealed: Annotated[list[SealIn], Field(max_length=1000)] = []


class QueuedOut(Schema):
    """What became of a record that a phone held back: fresh, known (neither), or refused as told."""

    client_id: UUID
    fresh: bool
    told: str


class SwabOut(Schema):
    """What became of a sample: fresh, known (neither), or refused for a fault."""

    fresh: bool
    fault: str | None
    told: str
    person: UUID | None


class PassIn(Given):
    """One step of some tubes: sealed, courier, received, plated."""

    tubes: Annotated[list[Label], Field(min_length=1, max_length=5000)]
    step: TubeState
    who: Text = ""
    plate: Text = ""


class Passed(Schema):
    """How many tubes made the step."""

    tubes: int


class TubeResultIn(Given):
    """What was found in a tube."""

    tube: Label
    result: Result
    found_at: Moment
    ct: Ct | None = None
    laboratory: Text = ""
    plate: Text = ""


class TubeCorrectionIn(TubeResultIn):
    """Another result of a tube, and why."""

    reason: Named


class TubeResultsIn(Given):
    """Results of tubes."""

    results: Annotated[list[TubeResultIn], Field(min_length=1, max_length=5000)]


class TubeFateOut(Schema):
    """What became of a tube's result, and how many members it reached."""

    fresh: bool
    fault: str | None
    members: int


@router.get("/testing/points", response=list[SamplingPointOut])
@needs(Permission.VIEW_TESTING)
def points(request: ApiRequest) -> list[Any]:
    """开放的采样点"""
    return [_shown(one) for one in queries.points(by=request.actor)]


def _shown(point: Any) -> dict[str, Any]:
    told = {name: getattr(point, name) for name in ("uid", "area", "name", "address", "per_hour", "samplers")}
    return told | {"opens": f"{point.opens:%H:%M}", "closes": f"{point.closes:%H:%M}"}


@router.post("/testing/points", response=SamplingPointOut)
@needs(Permission.MANAGE_TESTING)
def open_point(request: ApiRequest, given: SamplingPointIn) -> Any:
    """设立采样点"""
    facts = given.model_dump()
    facts |= {name: time.fromisoformat(facts[name]) for name in ("opens", "closes")}
    area = area_within(request, facts.pop("area"))
    return _shown(operations.open_point(PointPlan(**facts), area=area, **told(request)))


@router.post("/testing/points/{point}/close", response={204: None})
@needs(Permission.MANAGE_TESTING)
def close_point(request: ApiRequest, point: UUID) -> Status[None]:
    """关闭采样点"""
    operations.close_point(point, **told(request))
    return Status(204, None)


@router.get("/testing/points/queues", response=list[PointState])
@needs(Permission.VIEW_TESTING)
def point_states(request: ApiRequest) -> list[PointState]:
    """各采样点：排队、每小时人数、预计等候；超负荷的，最近的空闲点"""
    return queries.point_states(**told(request))


@router.post("/testing/points/{point}/queue", response={204: None})
@needs(Permission.TAKE_SAMPLE)
def tell_queue(request: ApiRequest, point: UUID, given: WaitingIn) -> Status[None]:
    """填报采样点现在的排队人数"""
    operations.tell_queue(point, given.waiting, **told(request))
    return Status(204, None)


@router.post("/testing/labels", response=list[str])
@needs(Permission.TAKE_SAMPLE)
def print_labels(request: ApiRequest, given: LabelsIn) -> list[str]:
    """取一批标签编号，全县不重复"""
    made = operations.print_labels(given.count, **told(request))
    return [one.text for one in queries.labels_of(made.uid, by=request.actor)]


@router.get("/testing/tubes", response=list[TubeView])
@needs(Permission.VIEW_TESTING)
def tubes(request: ApiRequest, state: TubeState | None = None) -> list[TubeView]:
    """采样管：在哪里、几份、结果，新的在前"""
    return queries.tubes(by=request.actor, states=[state] if state else None)


@router.post("/testing/samples", response=list[SwabOut])
@needs(Permission.TAKE_SAMPLE)
def register(request: ApiRequest, given: SwabsIn) -> list[Any]:
    """登记采样；每条都有去向"""
    return list(operations.register([_swab(one) for one in given.samples], **told(request)))


def _swab(one: SwabIn) -> Swab:
    return Swab(**one.model_dump() | {"person": str(one.person or "")})


@router.post("/testing/queue", response=list[QueuedOut])
@needs(Permission.TAKE_SAMPLE)
def take_queue(request: ApiRequest, given: QueueIn) -> list[dict[str, Any]]:
    """没有网络时记下的采样和封管，按时间先后登记；每条都有去向"""
    made: list[Swab | Sealing] = [_swab(one) for one in given.samples]
    made += [Sealing(**one.model_dump()) for one in given.sealed]
    made.sort(key=lambda one: one.sampled_at if isinstance(one, Swab) else one.sealed_at)
    fates = operations.take_queue(made, **told(request))
    return [
        {"client_id": one.client_id, "fresh": fate.fresh, "told": fate.told}
        for one, fate in zip(made, fates, strict=True)
    ]


@router.post("/testing/tubes/pass", response=Passed)
@needs(Permission.TAKE_SAMPLE)
def pass_on(request: ApiRequest, given: PassIn) -> dict[str, int]:
    """封管、送检、收样、上机；全部成功，或一管也不登记"""
    facts: dict[str, Any] = {"who": given.who, "plate": given.plate} | told(request)
    return {"tubes": operations.pass_on(given.tubes, given.step, **facts)}


@router.post("/testing/results", response=list[TubeFateOut])
@needs(Permission.HANDLE_TUBES)
def give_results(request: ApiRequest, given: TubeResultsIn) -> list[Any]:
    """登记各管的结果，送达管内每一个人"""
    found = [TubeResult(**one.model_dump()) for one in given.results]
    return list(operations.give_results(found, **told(request)))


@router.post("/testing/results/correct", response=TubeView)
@needs(Permission.HANDLE_TUBES)
def correct(request: ApiRequest, given: TubeCorrectionIn) -> TubeView:
    """更正一管的结果，写明理由"""
    facts = given.model_dump()
    reason = facts.pop("reason")
    return operations.correct(TubeResult(**facts), reason=reason, **told(request))


@router.post("/imports/samples", response=TubeAccount)
@needs(Permission.TAKE_SAMPLE)
def load_samples(request: ApiRequest, file: File[UploadedFile]) -> TubeAccount:
    """载入采样登记，一个文件；答复每行的去向"""
    with uploads.kept(file) as path:
        return operations.load_samples(path, **told(request))


@router.post("/imports/tube-results", response=TubeAccount)
@needs(Permission.HANDLE_TUBES)
def load_results(request: ApiRequest, file: File[UploadedFile]) -> TubeAccount:
    """载入各管的结果，一个文件；答复每行的去向"""
    with uploads.kept(file) as path:
        return operations.load_results(path, **told(request))


@router.get("/testing/turnaround", response=list[Turnaround])
@needs(Permission.VIEW_TESTING)
def turnaround(request: ApiRequest) -> list[Turnaround]:
    """近七天从采样到结果的小时数，按采样点"""
    return queries.turnaround(**told(request))
