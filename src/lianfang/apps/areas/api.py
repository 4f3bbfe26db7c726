"""Operations of the API about places, posts and who holds them."""

from typing import Any
from uuid import UUID

from ninja import Schema

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.queries import BoardPost
from lianfang.apps.areas.rules.staffing import Shortfall
from lianfang.apps.areas.terms import AreaCard, PostCode, PostHolder, Responsible, UnitKind, Written
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["辖区与岗位"])


class AssignmentIn(Given):
    """An officer takes a post."""

    post: PostCode
    officer_name: Named
    phone: Text | None = None
    officer: UUID | None = None
    unit: UUID | None = None
    begins_at: Moment | None = None


class EndIn(Given):
    """An officer leaves a post."""

    post: PostCode
    ground: Named
    unit: UUID | None = None
    ends_at: Moment | None = None


class HandOverIn(Given):
    """A post goes from its holder to another officer, now."""

    post: PostCode
    officer: UUID
    ground: Named


class DeputyIn(HandOverIn):
    """An officer stands in for the holder of a post until a moment."""

    ends_at: Moment
    begins_at: Moment | None = None
    unit: UUID | None = None


class EndDeputyIn(Given):
    """Somebody stands in no longer."""

    ground: Named


class PostIn(Given):
    """A post that is to stand in an area, or in a unit of it."""

    post: PostCode
    unit: UUID | None = None


class UnitIn(Given):
    """A unit of an area."""

    kind: UnitKind
    name: Named


class PledgeIn(Given):
    """The holder of a post signs for its duties, by name."""

    assignment: UUID
    signed_as: Named


class DeputyOut(Schema):
    """The identity of a period in which somebody stands in."""

    deputy: UUID


@router.get("/areas/{area}", response=AreaCard)
@needs(Permission.VIEW_ROLLUP)
def show(request: ApiRequest, area: AreaCode) -> AreaCard:
    """一个辖区：上级、下级、人口"""
    return queries.area(area)


@router.get("/areas/{area}/posts", response=list[PostHolder])
@needs(Permission.VIEW_POSTS)
def posts(request: ApiRequest, area: AreaCode, at: Moment | None = None) -> list[PostHolder]:
    """一个辖区的岗位和任职人，空缺也列出"""
    return queries.post_holders(area=queries.require_area(area), at=at or request.moment)


@router.get("/areas/{area}/board", response=PageOf[BoardPost])
@needs(Permission.VIEW_POSTS)
def board(request: ApiRequest, area: AreaCode, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """一个辖区及其下一级的岗位：任职人、代理人、责任状"""
    within = area_within(request, queries.require_area(area))
    return cursors.skip(queries.board(area=within, at=request.moment), cursor=cursor, size=size)


@router.get("/areas/{area}/shortfalls", response=list[Shortfall])
@needs(Permission.VIEW_POSTS)
def shortfalls(request: ApiRequest, area: AreaCode) -> list[Shortfall]:
    """按配备标准还缺哪些岗位"""
    return queries.shortfalls(area=area_within(request, queries.require_area(area)), at=request.moment)


@router.get("/areas/{area}/responsible", response=Responsible | None)
@needs(Permission.VIEW_ROLLUP)
def responsible(
    request: ApiRequest, area: AreaCode, post: PostCode, at: Moment | None = None
) -> Responsible | None:
    """某岗位在某地由谁负责；空缺时由上一级代行"""
    return queries.responsible(area=queries.require_area(area), post=post, at=at or request.moment)


@router.post("/areas/{area}/assignments", response=Written)
@needs(Permission.MANAGE_POSTS)
def assign(request: ApiRequest, area: AreaCode, given: AssignmentIn) -> Written:
    """任命"""
    return operations.assign_one(
        post=given.post,
        area=area,
        officer_name=given.officer_name,
        phone=given.phone,
        officer_uid=given.officer,
        unit_uid=given.unit,
        begins_at=given.begins_at,
        by=request.actor,
        at=request.moment,
    )


@router.post("/areas/{area}/assignments/end", response={204: None})
@needs(Permission.MANAGE_POSTS)
def end_assignment(request: ApiRequest, area: AreaCode, given: EndIn) -> None:
    """结束任职"""
    operations.end_assignment(
        post=given.post,
        area=area,
        unit_uid=given.unit,
        ends_at=given.ends_at,
        ground=given.ground,
        by=request.actor,
        at=request.moment,
    )


@router.post("/areas/{area}/assignments/hand-over", response={204: None})
@needs(Permission.MANAGE_POSTS)
def hand_over(request: ApiRequest, area: AreaCode, given: HandOverIn) -> None:
    """把一个岗位从现任交给另一人"""
    operations.hand_over(area=area_within(request, area), **given.model_dump(), **told(request))


@router.post("/areas/{area}/deputies", response=DeputyOut)
@needs(Permission.MANAGE_POSTS)
def stand_in(request: ApiRequest, area: AreaCode, given: DeputyIn) -> dict[str, UUID]:
    """指定一人在一段时间内代理一个岗位"""
    period = {"begins_at": given.begins_at or request.moment, "ends_at": given.ends_at}
    values = given.model_dump() | period
    return {"deputy": operations.stand_in(area=area_within(request, area), **values, **told(request))}


@router.post("/deputies/{deputy}/end", response={204: None})
@needs(Permission.MANAGE_POSTS)
def end_stand_in(request: ApiRequest, deputy: UUID, given: EndDeputyIn) -> None:
    """提前结束代理"""
    operations.end_stand_in(deputy=deputy, ground=given.ground, **told(request))


@router.post("/areas/{area}/posts", response={204: None})
@needs(Permission.MANAGE_POSTS)
def establish(request: ApiRequest, area: AreaCode, given: PostIn) -> None:
    """设置岗位，设后为空缺"""
    within = area_within(request, queries.require_area(area))
    operations.establish_post(post=given.post, area=within, unit=given.unit, **told(request))


@router.post("/areas/{area}/units", response={204: None})
@needs(Permission.MANAGE_POSTS)
def add_unit(request: ApiRequest, area: AreaCode, given: UnitIn) -> None:
    """登记单位"""
    within = area_within(request, queries.require_area(area))
    operations.add_unit(kind=given.kind, name=given.name, area=within, **told(request))


@router.post("/pledges", response={204: None})
@needs(Permission.SIGN_PLEDGE)
def sign_pledge(request: ApiRequest, given: PledgeIn) -> None:
    """签署责任状：写任职人本人的姓名"""
    operations.sign_pledge(**given.model_dump(), **told(request))
