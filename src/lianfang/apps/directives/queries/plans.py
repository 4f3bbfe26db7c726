"""Plans at hand in an area: those shipped with the program, those that its offices brought in."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from lianfang.apps.directives.models import Activation, Plan
from lianfang.apps.directives.queries.directives import state_of
from lianfang.apps.directives.rules import plan_file
from lianfang.apps.directives.terms import PlanText
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

FOLDER: Final = Path(__file__).parents[1] / "plans"


@lru_cache(maxsize=1)
def shipped() -> tuple[PlanText, ...]:
    """The plans that come with the program."""
    return tuple(plan_file.read_plan(path.read_text()) for path in sorted(FOLDER.glob("*.yaml")))


def plans(*, area: str) -> list[PlanText]:
    """Plans of an area and of those above it, then those shipped; of one code the nearest."""
    above = [*area_code.ancestors(area), area] if area else []
    own = Plan.objects.order_by("code", "area")
    own = own.filter(area__in=above) if above else own
    found = {plan.code: plan for plan in shipped()}
    found |= {plan.code: _text(plan) for plan in own}
    return sorted(found.values(), key=lambda plan: (not plan.area, plan.code))


def plan(code: str, *, area: str) -> PlanText:
    """A plan at hand in an area; raises NotFound."""
    for known in plans(area=area):
        if known.code == code:
            return known
    raise NotFound(what="预案", value=code)


def _text(kept: Plan) -> PlanText:
    names = ("code", "title", "source", "certainty")
    given = {name: getattr(kept, name) for name in names} | {"phases": kept.sheets}
    return plan_file.plan_of(given, area=kept.area)


def activations(*, by: Actor) -> list[Activation]:
    """Activations that the actor may see, the newest first."""
    found = Activation.objects.select_related("directive").order_by("-activated_at", "-id")
    return [one for one in found if by.may_see(one.area)]


def is_active(activation: Activation) -> bool:
    """Whether a response still runs."""
    return state_of(activation.directive) == "issued"
