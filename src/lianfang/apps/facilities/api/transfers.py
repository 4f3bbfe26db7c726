"""Operations of the API about transfers: asked for, handed over, cancelled."""

from uuid import UUID

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import Custodian, HandedOver, Journey, TransferView, TransferWhy
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Given, Moment, Named, ReasonIn, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["转运"])


class PersonTransferIn(Given):
    """Who is to be moved, why, from where to where; `sender` answers until a crew takes over."""

    person: UUID
    why: TransferWhy
    sender: Named
    from_place: Named
    to_place: Text = ""
    site: UUID | None = None


class CustodyIn(Given):
    """Who takes over: another crew with its vehicle, the receiver, or the sender again.

    `id` is the sender's own identity of the record: told twice, it counts once. `happened_at` is for what is
    told later; `seen` the last hand-over (`turn`) that was known then, `over` one of others known since.
    """

    to: Custodian
    name: Named
    vehicle: Text = ""
    note: Text = ""
    id: UUID | None = None
    seen: UUID | None = None
    over: UUID | None = None
    happened_at: Moment | None = None


@router.get("/facilities/transfers", response=list[TransferView])
@needs(Permission.MOVE_PERSON)
def transfers(request: ApiRequest) -> list[TransferView]:
    """转运：在途的按时限在前，近两日结束的在后；现由谁负责"""
    return queries.transfers(**told(request))


@router.post("/facilities/transfers", response=TransferView)
@needs(Permission.MOVE_PERSON)
def request_transfer(request: ApiRequest, given: PersonTransferIn) -> TransferView:
    """申请转运"""
    journey = Journey(**given.model_dump(exclude={"person"}))
    return operations.request_transfer(str(given.person), journey, **told(request))


@router.post("/facilities/transfers/{transfer}/hand-over", response=TransferView)
@needs(Permission.MOVE_PERSON)
def hand_over(request: ApiRequest, transfer: UUID, given: CustodyIn) -> TransferView:
    """登记交接：从何时起由谁负责；补登的须与前后的交接相接"""
    asked = HandedOver(**given.model_dump(exclude={"happened_at"}))
    return operations.hand_over(transfer, asked, happened_at=given.happened_at, **told(request))[0]


@router.post("/facilities/transfers/{transfer}/cancel", response=TransferView)
@needs(Permission.MOVE_PERSON)
def cancel_transfer(request: ApiRequest, transfer: UUID, given: ReasonIn) -> TransferView:
    """取消转运；人已交出的须先送达或交回"""
    return operations.cancel_transfer(transfer, note=given.reason, **told(request))
