"""Which role the holder of a post has, and where the access lock finds the posts of an officer.

Sources: the three-way team of cadre, health worker and police officer (三联动): the officer of a village asks
and verifies as investigators do; cadres of a village, whoever sent them, act for the village.
"""

from typing import Final

from lianfang.apps.areas.queries import find_officers, find_places, require_area
from lianfang.apps.areas.terms import PostCode
from lianfang.core.access.registry import HatSource
from lianfang.core.access.roles import RoleCode

POST_ROLES: Final[dict[PostCode, RoleCode]] = {
    PostCode.GRID_WORKER: RoleCode.GRID_WORKER,
    PostCode.VILLAGE_DOCTOR: RoleCode.VILLAGE_DOCTOR,
    PostCode.POLICE_OFFICER: RoleCode.INVESTIGATOR,
    PostCode.VILLAGE_SECRETARY: RoleCode.VILLAGE_SECRETARY,
    PostCode.FIRST_SECRETARY: RoleCode.VILLAGE_SECRETARY,
    PostCode.VILLAGE_CADRE: RoleCode.VILLAGE_SECRETARY,
    PostCode.AREA_LEADER: RoleCode.TOWN_CLERK,
    PostCode.TOWN_CLERK: RoleCode.TOWN_CLERK,
    PostCode.HEALTH_CENTRE_HEAD: RoleCode.HEALTH_CENTRE,
    PostCode.POLICE_STATION_HEAD: RoleCode.INVESTIGATOR,
    PostCode.UNIT_HEAD: RoleCode.UNIT_CLERK,
    PostCode.COUNTY_OFFICE: RoleCode.HEADQUARTERS,
}

HATS: Final = HatSource(
    app="areas",
    statement="hats",
    roles={post.value: role.value for post, role in POST_ROLES.items()},
    place=require_area,
    candidates=lambda text: [(one.code, one.name) for one in find_places(text)],
    officers=find_officers,
)
