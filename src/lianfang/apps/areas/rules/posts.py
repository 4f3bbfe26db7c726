"""Posts: the ladder upward, and whoever answers for the area above."""

from datetime import timedelta
from typing import Final

from lianfang.apps.areas.terms import OF_UNIT, POST_NAMES, SUPERIORS, PostCode
from lianfang.kernel.errors import InputRefused

VACANCY_FILLED_WITHIN: Final = timedelta(hours=24)
"""A vacant post is filled within a day. Local norm (C): opinions ask for 定人定岗 at once, without hours."""
LOOK_NOTED_WITHIN: Final = timedelta(hours=24)

AREA_SUPERIOR: Final = "area_superior"
"""In place of a post: whoever fills posts in the area above; a vacancy is theirs, of whatever post."""

FILLING_POSTS: Final = (PostCode.AREA_LEADER, PostCode.TOWN_CLERK, PostCode.COUNTY_OFFICE)


class UnknownPost(InputRefused):
    """The text is no post of the list."""

    code = "areas.unknown_post"
    sentence = "没有岗位“{value}”。可用岗位：{known}。"


def post_code(text: str) -> PostCode:
    """A post by its code or its Chinese name; raises UnknownPost."""
    names = {name: code for code, name in POST_NAMES.items()}
    if text in names:
        return names[text]
    try:
        return PostCode(text)
    except ValueError as problem:
        known = "、".join(f"{code}（{name}）" for code, name in POST_NAMES.items())
        raise UnknownPost(value=text, known=known) from problem


def ladder(post: str) -> list[PostCode]:
    """The post itself and those above it, one after the other, as they stand in for each other."""
    steps = [post_code(post)]
    while superior := SUPERIORS.get(steps[-1]):
        steps.append(superior)
    return steps


def holder_parameters(post: str) -> dict[str, object]:
    """Parameters of the statement `holders` for the holders of a post, or for those who fill posts above."""
    if post == AREA_SUPERIOR:
        return {"ladder": [step.value for step in FILLING_POSTS], "above": True, "unit": None}
    code, _at, unit = post.partition(OF_UNIT)
    return {"ladder": [step.value for step in ladder(code)], "above": False, "unit": unit or None}


def post_name(post: str) -> str:
    """The Chinese name of a post, or of what stands in place of one."""
    return "上一级负责人" if post == AREA_SUPERIOR else POST_NAMES[post_code(post.partition(OF_UNIT)[0])]
