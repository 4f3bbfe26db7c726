"""Pages of forms: what is expected of me, the entry, a report with its chain, disputes, the status."""

from lianfang.apps.forms.web.catalogue import catalogue, edition
from lianfang.apps.forms.web.closings import closings, days_off, end_closing
from lianfang.apps.forms.web.doubt import answer_doubt, doubt, look_at_doubt
from lianfang.apps.forms.web.doubts import checks, doubts
from lianfang.apps.forms.web.entry import entry, mine
from lianfang.apps.forms.web.evaluation import (
    evaluation,
    evaluation_behind,
    export_evaluation,
    own_evaluation,
)
from lianfang.apps.forms.web.handed import handed
from lianfang.apps.forms.web.report import accept, dispute, report, return_report, settle
from lianfang.apps.forms.web.rollup_behind import rollup_behind, rollup_people
from lianfang.apps.forms.web.rollups import export_rollup, own_rollup, rollup
from lianfang.apps.forms.web.sheets import template, upload
from lianfang.apps.forms.web.status import accept_clean, own_status, status

__all__ = [
    "accept",
    "accept_clean",
    "answer_doubt",
    "catalogue",
    "checks",
    "closings",
    "days_off",
    "dispute",
    "doubt",
    "doubts",
    "edition",
    "end_closing",
    "entry",
    "evaluation",
    "evaluation_behind",
    "export_evaluation",
    "export_rollup",
    "handed",
    "look_at_doubt",
    "mine",
    "own_evaluation",
    "own_rollup",
    "own_status",
    "report",
    "return_report",
    "rollup",
    "rollup_behind",
    "rollup_people",
    "settle",
    "status",
    "template",
    "upload",
]
