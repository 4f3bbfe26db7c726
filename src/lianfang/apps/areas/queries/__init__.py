"""Reads of places: the tree, names, holders, re-codings."""

from lianfang.apps.areas.queries.board import BoardPost, board, norm_levels, shortfalls
from lianfang.apps.areas.queries.holders import (
    deputies,
    find_officers,
    headquarters,
    holders_of_duties,
    officer_phones,
    post_holders,
    responsible,
    responsible_many,
)
from lianfang.apps.areas.queries.recodings import (
    closed_and_opened,
    current_code,
    latest_edition,
    recodings_after,
    recodings_of,
)
from lianfang.apps.areas.queries.tree import (
    area,
    find_places,
    names,
    names_ever,
    path,
    place_names,
    require_area,
)

__all__ = [
    "BoardPost",
    "area",
    "board",
    "closed_and_opened",
    "current_code",
    "deputies",
    "find_officers",
    "find_places",
    "headquarters",
    "holders_of_duties",
    "latest_edition",
    "names",
    "names_ever",
    "norm_levels",
    "officer_phones",
    "path",
    "place_names",
    "post_holders",
    "recodings_after",
    "recodings_of",
    "require_area",
    "responsible",
    "responsible_many",
    "shortfalls",
]
