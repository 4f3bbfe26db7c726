"""Operations of the API about orders and about what is observed under them."""

from lianfang.apps.control.api.field import router as field
from lianfang.apps.control.api.leaving import router as leaving
from lianfang.apps.control.api.observations import router as observations
from lianfang.apps.control.api.orders import router as orders

__all__ = ["field", "leaving", "observations", "orders"]
