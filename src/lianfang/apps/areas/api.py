"""Operations of the API about places, posts and who holds them."""

from uuid import UUID

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.terms import AreaCard, PostCode, PostHolder, Responsible, Written
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Given, Moment, Named, Text

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
