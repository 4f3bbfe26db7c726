"""Pages of testing: rounds, sampling points, tubes, programmes, the weekly bulletin, plans."""

from lianfang.apps.testing.web.labels import label_run, labels, print_labels, scanned
from lianfang.apps.testing.web.planning import plan
from lianfang.apps.testing.web.points import close_point, open_point, points
from lianfang.apps.testing.web.programmes import (
    bulletin,
    end_programme,
    enlist,
    programmes,
    start_programme,
)
from lianfang.apps.testing.web.rounds import end_round, exempt, one_round, rounds, start_round
from lianfang.apps.testing.web.sampling import point, records, sample, seal, tell_queue
from lianfang.apps.testing.web.tubes import give_result, load_results, load_samples, pass_on, tube, tubes

__all__ = [
    "bulletin",
    "close_point",
    "end_programme",
    "end_round",
    "enlist",
    "exempt",
    "give_result",
    "label_run",
    "labels",
    "load_results",
    "load_samples",
    "one_round",
    "open_point",
    "pass_on",
    "plan",
    "point",
    "points",
    "print_labels",
    "programmes",
    "records",
    "rounds",
    "sample",
    "scanned",
    "seal",
    "start_programme",
    "start_round",
    "tell_queue",
    "tube",
    "tubes",
]
