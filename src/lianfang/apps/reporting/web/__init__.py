"""Pages of the account: roll-up and map, comparison, holders, gaps, what stands behind a figure, briefs."""

from lianfang.apps.reporting.web.behind import behind
from lianfang.apps.reporting.web.briefs import brief, brief_figure, brief_file, briefs, draft
from lianfang.apps.reporting.web.comparing import compare
from lianfang.apps.reporting.web.exports import exports
from lianfang.apps.reporting.web.gaps import gaps
from lianfang.apps.reporting.web.holders import holders
from lianfang.apps.reporting.web.rollups import overview, own_rollup, rollup

__all__ = [
    "behind",
    "brief",
    "brief_figure",
    "brief_file",
    "briefs",
    "compare",
    "draft",
    "exports",
    "gaps",
    "holders",
    "overview",
    "own_rollup",
    "rollup",
]
