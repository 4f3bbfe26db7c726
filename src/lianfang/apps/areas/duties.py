"""Duties of places: posts filled, norms of staff met, a look from elsewhere noted; and who holds any duty."""

from lianfang.apps.areas import rules
from lianfang.apps.areas.rules import staffing
from lianfang.apps.areas.terms import PostCode
from lianfang.core.duty.registry import HolderSource
from lianfang.core.duty.terms import DutyKind, PageOf

KINDS: tuple[DutyKind, ...] = (
    DutyKind(
        code="post_filled",
        name="岗位补缺",
        phrase="应补尽补",
        app="areas",
        statement="slots_post_filled",
        subject="post",
        post=rules.AREA_SUPERIOR,
        source="五级书记责任意见：定人定岗，不留空档；24小时为本地规定（C）",
        constants={"within": rules.VACANCY_FILLED_WITHIN},
        page="areas:posts",
        page_of=PageOf.AREA,
    ),
    DutyKind(
        code="staffing",
        name="岗位设置",
        phrase="应设尽设",
        app="areas",
        statement="slots_staffing",
        subject="post",
        post=rules.AREA_SUPERIOR,
        source="五级书记、三联动、网格化：每镇每村每网格定岗（地方，C）；7日内设齐为本系统规定",
        constants={"within": staffing.STAFFED_WITHIN, **staffing.norm_parameters()},
        page="areas:posts",
        page_of=PageOf.AREA,
    ),
    DutyKind(
        code="look_noted",
        name="紧急查看知悉",
        phrase="应知尽知",
        app="areas",
        statement="slots_look_noted",
        subject="look",
        post=PostCode.TOWN_CLERK,
        source="外来人员紧急查看本辖区，当地负责人24小时内知悉（本系统规定）",
        constants={"within": rules.LOOK_NOTED_WITHIN},
        page="access:beyond",
    ),
)

HOLDERS = HolderSource(app="areas", statement="holders", parameters=rules.holder_parameters)
