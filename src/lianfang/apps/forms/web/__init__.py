"""Pages of forms: what is expected of me, the entry, a report with its chain, disputes, the status."""

from lianfang.apps.forms.web.catalogue import catalogue, edition
from lianfang.apps.forms.web.doubts import checks, doubt, doubts, look_at_doubt
from lianfang.apps.forms.web.entry import entry, mine
from lianfang.apps.forms.web.report import accept, dispute, report, return_report, settle
from lianfang.apps.forms.web.rollups import own_rollup, rollup, rollup_behind
from lianfang.apps.forms.web.sheets import template, upload
from lianfang.apps.forms.web.status import accept_clean, own_status, status

__all__ = [
    "accept",
    "accept_clean",
    "catalogue",
    "checks",
    "dispute",
    "doubt",
    "doubts",
    "edition",
    "entry",
    "look_at_doubt",
    "mine",
    "own_rollup",
    "own_status",
    "report",
    "return_report",
    "rollup",
    "rollup_behind",
    "settle",
    "status",
    "template",
    "upload",
]
