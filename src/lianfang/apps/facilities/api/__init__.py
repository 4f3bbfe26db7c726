"""Operations of the API about facilities: sites, rooms, stays, transfers, care, staff, fever clinic."""

from lianfang.apps.facilities.api.care import router as care
from lianfang.apps.facilities.api.lodgings import router as lodgings
from lianfang.apps.facilities.api.sites import router as sites
from lianfang.apps.facilities.api.staff import router as staff
from lianfang.apps.facilities.api.transfers import router as transfers

__all__ = ["care", "lodgings", "sites", "staff", "transfers"]
