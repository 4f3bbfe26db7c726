"""Operations of the API about transfers: asked for, handed over, cancelled."""

from uuid import UUID

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import Custodian, TransferView, TransferWhy
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Given, Named, ReasonIn, Text
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
    """Who takes over: another crew with its vehicle, the receiver, or the sender again."""

    to: Custodian
    name: Named
    vehicle: Text = ""
    note: Text = ""


@router.get("/facilities/transfers", response=list[TransferView])
@needs(Permission.MOVE_PERSON)
def transfers(request: ApiRequest) -> list[TransferView]:
    """转运：在途的按时限在前，近两日结束的在后；现由谁负责"""
    return queries.transfers(**told(request))


@router.post("/facilities/transfers", response=TransferView)
@needs(Permission.MOVE_PERSON)
def request_transfer(request: ApiRequest, given: PersonTransferIn) -> TransferView:
    """申请转运"""
    asked = given.model_dump() | {"person": str(given.person)}
    return operations.request_transfer(**asked, **told(request))


@router.post("/facilities/transfers/{transfer}/hand-over", response=TransferView)
@needs(Permission.MOVE_PERSON)
def hand_over(request: ApiRequest, transfer: UUID, given: CustodyIn) -> TransferView:
    """登记交接：从此刻起由谁负责"""
    return operations.hand_over(transfer, **given.model_dump(), **told(request))


@router.post("/facilities/transfers/{transfer}/cancel", response=TransferView)
@needs(Permission.MOVE_PERSON)
def cancel_transfer(request: ApiRequest, transfer: UUID, given: ReasonIn) -> TransferView:
    """取消转运；人已交出的须先送达或交回"""
    return operations.cancel_transfer(transfer, note=given.reason, **told(request))
