"""What may happen to a tube after what; results of tubes as results of their members."""

from collections.abc import Mapping
from typing import Final

from lianfang.apps.control.terms import Result
from lianfang.apps.testing.terms.words import TubeState
from lianfang.kernel.errors import InputRefused

NEXT: Final[Mapping[TubeState, tuple[TubeState, ...]]] = {
    TubeState.OPEN: (TubeState.SEALED,),
    TubeState.SEALED: (TubeState.COURIER, TubeState.RECEIVED),
    TubeState.COURIER: (TubeState.COURIER, TubeState.RECEIVED),
    TubeState.RECEIVED: (TubeState.PLATED, TubeState.RESULTED),
    TubeState.PLATED: (TubeState.PLATED, TubeState.RESULTED),
    TubeState.RESULTED: (TubeState.CORRECTED,),
    TubeState.CORRECTED: (TubeState.CORRECTED,),
}
"""A tube is sealed once; it goes from hand to hand; a result is changed by a correction alone."""
NAMED: Final = frozenset({TubeState.COURIER, TubeState.RECEIVED})
"""Steps that say who has the tube from now on."""


class TubeStepImpossible(InputRefused):
    """A step of a tube that does not follow from where it is."""

    code = "testing.tube_step_impossible"
    sentence = "采样管{tube}不能这样登记：{problem}。"


def check_step(tube: str, now: TubeState, then: TubeState, *, who: str, samples: int) -> None:
    """Raise TubeStepImpossible where a step does not follow, names nobody, or seals an empty tube."""
    if then not in NEXT[now]:
        raise TubeStepImpossible(tube=tube, problem="与现在的状态不接续")
    if then in NAMED and not who.strip():
        raise TubeStepImpossible(tube=tube, problem="须写明由谁接手")
    if then is TubeState.SEALED and not samples:
        raise TubeStepImpossible(tube=tube, problem="管里没有样本")


def of_member(found: Result, *, samples: int) -> Result:
    """What a tube's result says of each in it: of a positive pool no more than that it is unclear."""
    return Result.INCONCLUSIVE if found is Result.POSITIVE and samples > 1 else found
