"""Operations of the API about inspection: plans and samples, visits, findings, rosters, outcomes, papers."""

from lianfang.apps.inspection.api.findings import router as findings
from lianfang.apps.inspection.api.papers import router as papers
from lianfang.apps.inspection.api.plans import router as plans
from lianfang.apps.inspection.api.rosters import router as rosters

__all__ = ["findings", "papers", "plans", "rosters"]
