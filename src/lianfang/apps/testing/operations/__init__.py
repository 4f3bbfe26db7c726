"""Writes of testing: programmes, points, rounds, samples, tubes, results."""

from lianfang.apps.testing.operations.holding import let_go_told
from lianfang.apps.testing.operations.labels import LabelsImpossible, print_labels
from lianfang.apps.testing.operations.loading import load_results, load_samples
from lianfang.apps.testing.operations.queued import take_queue
from lianfang.apps.testing.operations.queueing import QueueImpossible, tell_queue
from lianfang.apps.testing.operations.rounds import NoRule, RoundOpen, RoundOver, end_round, start_round
from lianfang.apps.testing.operations.sampling import SampledAtOnce, register
from lianfang.apps.testing.operations.setup import (
    NameTaken,
    NotWhole,
    close_point,
    end_programme,
    enlist,
    exempt,
    open_point,
    start_programme,
)
from lianfang.apps.testing.operations.tubes import TubeFate, correct, give_results, pass_on
from lianfang.apps.testing.rules.custody import TubeStepImpossible

__all__ = [
    "LabelsImpossible",
    "NameTaken",
    "NoRule",
    "NotWhole",
    "QueueImpossible",
    "RoundOpen",
    "RoundOver",
    "SampledAtOnce",
    "TubeFate",
    "TubeStepImpossible",
    "close_point",
    "correct",
    "end_programme",
    "end_round",
    "enlist",
    "exempt",
    "give_results",
    "let_go_told",
    "load_results",
    "load_samples",
    "open_point",
    "pass_on",
    "print_labels",
    "register",
    "start_programme",
    "start_round",
    "take_queue",
    "tell_queue",
]
