"""Operations of the API about inspection: plans and samples, visits, findings, rosters, outcomes."""

from lianfang.apps.inspection.api.findings import router as findings
from lianfang.apps.inspection.api.plans import router as plans

__all__ = ["findings", "plans"]
