"""Operations of the API about testing: plans, programmes, rounds, tubes."""

from lianfang.apps.testing.api.planning import router as planning
from lianfang.apps.testing.api.rounds import router as rounds
from lianfang.apps.testing.api.tubes import router as tubes

__all__ = ["planning", "rounds", "tubes"]
