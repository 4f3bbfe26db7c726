"""Operations of the API about the exchange."""

from lianfang.apps.exchange.api.bringing import router as bringing
from lianfang.apps.exchange.api.handing import router as handing
from lianfang.apps.exchange.api.leaving import router as leaving

__all__ = [
    "bringing",
    "handing",
    "leaving",
]
