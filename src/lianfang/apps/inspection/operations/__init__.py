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
from lianfang.apps.inspection.operations.evidence import NoPhotograph, evidence, keep_evidence
from lianfang.apps.inspection.operations.rectifying import (
    NothingSaid,
    note_served,
    raise_finding,
    recheck,
    rectify,
    withdraw,
)
from lianfang.apps.inspection.operations.visiting import receive_visits

__all__ = [
    "CampaignIncomplete",
    "CampaignNamed",
    "NoPhotograph",
    "NothingSaid",
    "SampleInUse",
    "VersionTaken",
    "draw_sample",
    "evidence",
    "keep_evidence",
    "load_builtin_checklists",
    "load_checklist",
    "note_served",
    "plan_campaign",
    "raise_finding",
    "receive_visits",
    "recheck",
    "rectify",
    "withdraw",
]
