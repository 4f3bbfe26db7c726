"""Pages of inspection: plans and samples, the visit on a phone, findings and their ledger."""

from lianfang.apps.inspection.web.campaigns import campaign, campaigns, draw, load_checklists, plan
from lianfang.apps.inspection.web.field import photos, records, visit_form, visits
from lianfang.apps.inspection.web.findings import (
    evidence,
    finding,
    raise_finding,
    recheck,
    rectify,
    signature,
    withdraw,
)
from lianfang.apps.inspection.web.ledger import export, ledger, visit
from lianfang.apps.inspection.web.outcomes import add_outcome, outcome_names, outcomes
from lianfang.apps.inspection.web.papers import behind, bulletin, notice, paper, papers, report
from lianfang.apps.inspection.web.rosters import check_in, excuse, plan_shifts, rosters, spot_call, swap

__all__ = [
    "add_outcome",
    "behind",
    "bulletin",
    "campaign",
    "campaigns",
    "check_in",
    "draw",
    "evidence",
    "excuse",
    "export",
    "finding",
    "ledger",
    "load_checklists",
    "notice",
    "outcome_names",
    "outcomes",
    "paper",
    "papers",
    "photos",
    "plan",
    "plan_shifts",
    "raise_finding",
    "recheck",
    "records",
    "rectify",
    "report",
    "rosters",
    "signature",
    "spot_call",
    "swap",
    "visit",
    "visit_form",
    "visits",
    "withdraw",
]
