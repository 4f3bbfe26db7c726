"""Operations of the API about the arithmetic of a round."""

from typing import Annotated

from pydantic import Field

from lianfang.apps.testing import queries
from lianfang.apps.testing.terms import Plan, PlanAsked
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Given

router = DeniedByDefault(tags=["检测"])
People = Annotated[int, Field(ge=1, le=100_000_000)]


class PlanIn(Given):
    """A round to be planned; without `pool` the cheapest that is allowed. `labs`: tubes a day of each."""

    population: People
    days: Annotated[int, Field(ge=1, le=60)] = 2
    pool: Annotated[int, Field(ge=1, le=100)] | None = None
    prevalence: Annotated[float, Field(ge=0, lt=1)] = 0.0001
    labs: Annotated[list[People], Field(max_length=50)] = []
    samplers: People | None = None
    points: People | None = None
    hours: Annotated[int, Field(ge=1, le=24)] = 12


@router.post("/testing/plan", response=Plan)
@needs(Permission.VIEW_TESTING)
def plan(request: ApiRequest, given: PlanIn) -> Plan:
    """测算一轮检测：采样点、采样人员、混样、每天管数、何时做完"""
    return queries.plan(PlanAsked(**given.model_dump() | {"labs": tuple(given.labs)}))
