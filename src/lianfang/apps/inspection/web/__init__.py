"""Pages of inspection: plans and samples, the visit on a phone, findings and their ledger."""

from lianfang.apps.inspection.web.campaigns import campaign, campaigns, draw, plan
from lianfang.apps.inspection.web.field import photos, records, visit_form, visits
from lianfang.apps.inspection.web.findings import (
    evidence,
    finding,
    raise_finding,
    recheck,
    rectify,
    withdraw,
)
from lianfang.apps.inspection.web.ledger import export, ledger, visit

__all__ = [
    "campaign",
    "campaigns",
    "draw",
    "evidence",
    "export",
    "finding",
    "ledger",
    "photos",
    "plan",
    "raise_finding",
    "recheck",
    "records",
    "rectify",
    "visit",
    "visit_form",
    "visits",
    "withdraw",
]
