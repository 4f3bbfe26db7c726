"""Operations of the API: reports leave as tables and as data values; drafts of cards."""

from base64 import b64encode
from uuid import UUID

from ninja import Schema

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import operations
from lianfang.apps.exchange.operations import Left, Span
from lianfang.apps.exchange.terms import PeriodKind
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Given, Named
from lianfang.core.exports.tables import TableFormat
from lianfang.core.pages import told

router = DeniedByDefault(tags=["数据交换"])


class SpanIn(Given):
    """Which reports leave, and why."""

    form: Code
    area: AreaCode
    from_day: Day
    until_day: Day
    reason: Named
    accepted: bool = False


class TableIn(SpanIn):
    """Reports as a table with its dictionary."""

    format: TableFormat = TableFormat.XLSX


class ValuesIn(SpanIn):
    """Reports as data values of DHIS2."""

    period: PeriodKind = PeriodKind.DAILY


class UnmappedOut(Schema):
    """Something that has no counterpart on the other side, and why."""

    what: str
    code: str
    reason: str
    remedy: str


class LeftOut(Schema):
    """What left: files by their ending, in base64; how many rows; what found no counterpart."""

    files: dict[str, str]
    rows: int
    unmapped: list[UnmappedOut]


class DraftIn(Given):
    """Why a card is drafted."""

    reason: Named


class CardItemOut(Schema):
    """An item of the card: what is known of it, or who knows it."""

    name: str
    required: bool
    standing: str
    value: str
    note: str


class CardOut(Schema):
    """The card of a person as far as the registry can fill it."""

    person: str
    name: str
    items: list[CardItemOut]
    missing: list[str]
    mark: str


@router.post("/exchange/tables", response=LeftOut)
@needs(Permission.EXPORT)
def tables(request: ApiRequest, given: TableIn) -> LeftOut:
    """报表导出为表格和数据字典"""
    return _left(operations.export_table(_span(given), given.format, reason=given.reason, **told(request)))


@router.post("/exchange/data-values", response=LeftOut)
@needs(Permission.EXPORT)
def data_values(request: ApiRequest, given: ValuesIn) -> LeftOut:
    """报表导出为DHIS2数据值"""
    return _left(
        operations.export_data_values(_span(given), given.period, reason=given.reason, **told(request))
    )


@router.post("/people/{person}/card-draft", response=CardOut)
@needs(Permission.UNMASK)
def card(request: ApiRequest, person: UUID, given: DraftIn) -> object:
    """传染病报告卡草稿"""
    return operations.draft_card(person=str(person), reason=given.reason, **told(request))


def _span(given: SpanIn) -> Span:
    area = areas.require_area(given.area)
    return Span(given.form, area, given.from_day, given.until_day, given.accepted)


def _left(left: Left) -> LeftOut:
    files = {ending: b64encode(block).decode() for ending, block in left.files.items()}
    return LeftOut(files=files, rows=left.rows, unmapped=[UnmappedOut.from_orm(one) for one in left.unmapped])
