"""Operations of the API about policy: packs, comparison, what-if, adoption, risk areas."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from ninja import Schema
from pydantic import Field, StringConstraints

from lianfang.apps.policy import operations, queries
from lianfang.apps.policy.operations import PackLoaded
from lianfang.apps.policy.terms import Case, Cell, Explanation, Graded, RiskLevel
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Named, PageOf, Size, Text
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["政策"])
PackText = Annotated[str, StringConstraints(min_length=1, max_length=400_000, pattern=r"^[^\x00]*$")]


class PackOut(Schema):
    """A version of a pack, with its period and source."""

    id: int
    name: str
    version: str
    title: str
    diseases: list[str]
    issuer_area: str
    issuer_name: str
    issuer_level: str
    valid_from: date
    valid_to: date | None
    closed_on: date | None
    certainty: str
    source: str


class PreviewIn(Given):
    """The YAML text of a pack or of disease profiles."""

    text: PackText


class PackIn(PreviewIn):
    """The same, with the approval of what is stricter than above."""

    approved_by: Text = ""
    reason: Text = ""


class PackPreviewOut(Schema):
    """What loading a file would do: cells that differ from those in force, and those stricter than above."""

    outcome: str
    name: str
    version: str
    ends: list[str]
    current: int | None
    upper: int | None
    differs: list[Cell]
    stricter: list[Cell]
    profiles: list[str]


class ComparisonOut(Schema):
    """Every cell in which the lower table differs from the upper."""

    upper: str
    lower: str
    stricter: list[Cell]
    laxer: list[Cell]
    changed: list[Cell]
    same: int


class AdoptionIn(Given):
    """An area works by a pack from a day on."""

    pack: Code
    area: AreaCode
    starts_on: Day
    ends_on: Day | None = None
    approved_by: Text = ""
    reason: Text = ""


class CaseIn(Given):
    """One exposure, as far as it is known."""

    exposure: Code
    level: Literal["", "high", "medium", "low", "sealed", "controlled", "precaution"] = ""
    last_exposure: Day | None = None
    arrived: Day | None = None
    occupation: Text = ""
    vaccinated: bool | None = None
    age: Annotated[int, Field(ge=0, le=150)] | None = None

    def case(self) -> Case:
        """The case as policy knows it."""
        return Case(**CaseIn.model_dump(self, include=set(CaseIn.model_fields)))


class AskedCaseIn(CaseIn):
    """One exposure of one person, to ask what a pack prescribes."""

    pack: Code
    on: Day | None = None


class RiskAreaOut(Schema):
    """A graded place."""

    disease: str
    place: str
    name: str
    level: str
    announced_on: date
    lifted_on: date | None
    source: str


class RiskAreaIn(Given):
    """A place is graded."""

    place: Named
    level: RiskLevel
    disease: Code = "covid19"
    announced_on: Day
    lifted_on: Day | None = None
    source: Named
    name: Text = ""


class LiftIn(Given):
    """A place is graded no longer."""

    place: Named
    disease: Code = "covid19"
    lifted_on: Day


class AnnouncedOut(Schema):
    """What came of an announcement: announced or unchanged."""

    outcome: str


@router.get("/packs", response=PageOf[PackOut])
@needs(Permission.VIEW_POLICY)
def packs(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """全部政策包的各版本"""
    return cursors.skip(queries.list_packs(), cursor=cursor, size=size)


@router.post("/packs", response=PackLoaded)
@needs(Permission.ADOPT_POLICY)
def load(request: ApiRequest, given: PackIn) -> PackLoaded:
    """载入政策包或疾病概况；有一处不对就整个不载入"""
    return operations.load_file(**given.model_dump(), by=request.actor, at=request.moment)


@router.post("/packs/preview", response=PackPreviewOut)
@needs(Permission.ADOPT_POLICY)
def preview(request: ApiRequest, given: PreviewIn) -> dict[str, Any]:
    """试载：载入后与现行方案有何不同，哪些严于上级；不写入"""
    found = operations.preview_file(text=given.text, by=request.actor, at=request.moment)
    pack, change = found.pack, found.change
    return {
        "outcome": found.outcome,
        "name": pack.name if pack else "",
        "version": pack.version if pack else "",
        "ends": found.ends,
        "current": change.current if change else None,
        "upper": change.upper if change else None,
        "differs": change.found.cells if change else (),
        "stricter": change.stricter if change else (),
        "profiles": found.profiles,
    }


@router.get("/packs/compare", response=ComparisonOut)
@needs(Permission.VIEW_POLICY)
@transaction.atomic
def compare(request: ApiRequest, upper: Code, lower: Code) -> dict[str, Any]:
    """层层加码检查：下级方案比上级严、比上级宽的每一格"""
    found = queries.diff(upper_id=queries.find_pack(upper), lower_id=queries.find_pack(lower))
    sides = {"stricter": found.stricter, "laxer": found.laxer, "changed": found.changed}
    return {"upper": upper, "lower": lower, **sides, "same": found.same}


@router.post("/packs/explain", response=Explanation)
@needs(Permission.VIEW_POLICY)
@transaction.atomic
def explain_case(request: ApiRequest, given: AskedCaseIn) -> Explanation:
    """试算：某种情形按某政策包应采取什么措施，依据是什么"""
    on = given.on or request.moment.astimezone(ZONE).date()
    pack = queries.find_pack(given.pack, on=on)
    return queries.explain_case(pack_id=pack, case=given.case(), on=on)


@router.get("/persons/{person}/explanation", response=list[Explanation])
@needs(Permission.VIEW_PERSON)
@transaction.atomic
def explain_person(request: ApiRequest, person: UUID, on: Day | None = None) -> list[Explanation]:
    """某人为什么要采取这些措施：依据、来源、起止日期"""
    return queries.explain_person(str(person), on=on or request.moment.astimezone(ZONE).date())


@router.post("/adoptions", response=PackLoaded)
@needs(Permission.ADOPT_POLICY)
def adopt(request: ApiRequest, given: AdoptionIn) -> PackLoaded:
    """让一个辖区自某日起采用某政策包"""
    told = given.model_dump(exclude={"pack"})
    pack = queries.find_pack(given.pack, on=given.starts_on)
    return operations.adopt_pack(pack_id=pack, **told, by=request.actor, at=request.moment)


@router.get("/risk-areas", response=PageOf[RiskAreaOut])
@needs(Permission.VIEW_POLICY)
def risk_areas(
    request: ApiRequest,
    on: Day | None = None,
    disease: Code = "",
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """某日的全部风险地区"""
    day = on or request.moment.astimezone(ZONE).date()
    return cursors.skip(queries.list_risk_areas(on=day, disease=disease), cursor=cursor, size=size)


@router.get("/risk-areas/graded", response=list[Graded])
@needs(Permission.VIEW_POLICY)
def graded(
    request: ApiRequest, place: Named, disease: Code = "covid19", on: Day | None = None
) -> list[Graded]:
    """某地某日的风险等级"""
    day = on or request.moment.astimezone(ZONE).date()
    return queries.graded([place], disease=disease, on=day, known_at=request.moment)


@router.post("/risk-areas", response=AnnouncedOut)
@needs(Permission.ADOPT_POLICY)
def announce(request: ApiRequest, given: RiskAreaIn) -> dict[str, str]:
    """公布某地的风险等级"""
    told = given.model_dump()
    return {"outcome": operations.announce_risk_area(**told, by=request.actor, at=request.moment)}


@router.post("/risk-areas/lift", response={204: None})
@needs(Permission.ADOPT_POLICY)
def lift(request: ApiRequest, given: LiftIn) -> None:
    """解除某地的风险等级；所填日期起不再是风险区"""
    operations.lift_risk_area(**given.model_dump(), by=request.actor, at=request.moment)
