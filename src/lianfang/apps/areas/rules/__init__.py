"""Decisions about places: the ladder of posts, and which places changed their code."""

from lianfang.apps.areas.rules.posts import (
    AREA_SUPERIOR,
    FILLING_POSTS,
    LOOK_NOTED_WITHIN,
    VACANCY_FILLED_WITHIN,
    UnknownPost,
    holder_parameters,
    ladder,
    post_code,
    post_name,
)
from lianfang.apps.areas.rules.recodings import propose

__all__ = [
    "AREA_SUPERIOR",
    "FILLING_POSTS",
    "LOOK_NOTED_WITHIN",
    "VACANCY_FILLED_WITHIN",
    "UnknownPost",
    "holder_parameters",
    "ladder",
    "post_code",
    "post_name",
    "propose",
]
