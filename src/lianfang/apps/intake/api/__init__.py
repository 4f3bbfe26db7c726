"""Operations of the API about lists: received in one call, or handed in, looked at and corrected first."""

from lianfang.apps.intake.api.desk import router as desk
from lianfang.apps.intake.api.lists import router

__all__ = ["desk", "router"]
