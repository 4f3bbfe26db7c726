"""Operations of the API about the health centre's desk: fevers, transfers, whom to call."""

from uuid import UUID

from ninja import Schema

from lianfang.apps.control.terms import EncounterOutcome
from lianfang.apps.health import operations, queries
from lianfang.apps.health.terms import Desk
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Given, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["卫生院"])


class CallIn(Given):
    """A call from the desk with its outcome, and the temperature told in it."""

    person: UUID
    outcome: EncounterOutcome
    celsius: Text = ""
    symptoms: Text = ""


class TransferIn(Given):
    """A step of a transfer: set out, arrived, refused."""

    person: UUID
    outcome: EncounterOutcome


class WhoIn(Given):
    """Somebody to call."""

    person: UUID


class CalledOut(Schema):
    """Whether what was told calls for a transfer."""

    alert: bool


class NumbersOut(Schema):
    """Telephones in clear; that they were shown stands in the log."""

    numbers: list[str]


@router.get("/health/desk", response=Desk)
@needs(Permission.VIEW_HEALTH_DESK)
def desk(request: ApiRequest) -> Desk:
    """卫生院工作台：发热、转运、本时段未测体温的人"""
    return queries.desk(by=request.actor, at=request.moment)


@router.post("/health/calls", response=CalledOut)
@needs(Permission.ADD_ENCOUNTER)
def log_call(request: ApiRequest, given: CallIn) -> dict[str, bool]:
    """登记一次电话及其中告知的体温"""
    told_of = {"person": str(given.person), "celsius": given.celsius, "symptoms": given.symptoms}
    return {"alert": operations.log_call(**told_of, outcome=given.outcome, **told(request))}


@router.post("/health/transfers", response={204: None})
@needs(Permission.ADD_ENCOUNTER)
def log_transfer(request: ApiRequest, given: TransferIn) -> None:
    """登记转运的一步：已出发、已到达并交接、拒绝"""
    operations.log_transfer(person=str(given.person), outcome=given.outcome, **told(request))


@router.post("/health/numbers", response=NumbersOut)
@needs(Permission.UNMASK)
def numbers(request: ApiRequest, given: WhoIn) -> dict[str, list[str]]:
    """查看一个人的完整电话以便拨打；留下记录"""
    return {"numbers": operations.numbers(person=str(given.person), **told(request))}
