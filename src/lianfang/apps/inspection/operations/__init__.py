"""Writes of inspection: checklists, campaigns, samples, visits, findings and what becomes of them."""

from lianfang.apps.inspection.operations.campaigns import (
    CampaignIncomplete,
    CampaignNamed,
    SampleInUse,
    draw_sample,
    plan_campaign,
)
from lianfang.apps.inspection.operations.checklists import (
    VersionTaken,
    load_builtin_checklists,
    load_checklist,
)
from lianfang.apps.inspection.operations.evidence import evidence, keep_evidence
from lianfang.apps.inspection.operations.outcomes import (
    Named,
    OutcomeIncomplete,
    add_outcome,
    outcome_names,
)
from lianfang.apps.inspection.operations.papers import (
    NothingToTell,
    Written,
    write_bulletin,
    write_notice,
    write_report,
)
from lianfang.apps.inspection.operations.rectifying import (
    NothingSaid,
    note_served,
    raise_finding,
    recheck,
    rectify,
    withdraw,
)
from lianfang.apps.inspection.operations.rosters import (
    check_in,
    excuse,
    note_absences,
    plan_shifts,
    spot_call,
    swap,
)
from lianfang.apps.inspection.operations.signing import keep_signature, signature
from lianfang.apps.inspection.operations.visiting import receive_visits

__all__ = [
    "CampaignIncomplete",
    "CampaignNamed",
    "Named",
    "NothingSaid",
    "NothingToTell",
    "OutcomeIncomplete",
    "SampleInUse",
    "VersionTaken",
    "Written",
    "add_outcome",
    "check_in",
    "draw_sample",
    "evidence",
    "excuse",
    "keep_evidence",
    "keep_signature",
    "load_builtin_checklists",
    "load_checklist",
    "note_absences",
    "note_served",
    "outcome_names",
    "plan_campaign",
    "plan_shifts",
    "raise_finding",
    "receive_visits",
    "recheck",
    "rectify",
    "signature",
    "spot_call",
    "swap",
    "withdraw",
    "write_bulletin",
    "write_notice",
    "write_report",
]
