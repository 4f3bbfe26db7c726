"""Writes of policy: load packs and profiles, adopt a pack for an area, announce and lift risk areas."""

from lianfang.apps.policy.operations.adoption import AdoptionOverlaps, adopt_pack
from lianfang.apps.policy.operations.loading import (
    UNCHANGED,
    PackLoaded,
    VersionTaken,
    VersionTooEarly,
    ensure_builtin_packs,
    load_builtin_packs,
    load_diseases,
    load_file,
    load_pack,
)
from lianfang.apps.policy.operations.previewing import Preview, preview_file
from lianfang.apps.policy.operations.risk_areas import (
    ANNOUNCED,
    RiskAreaNotInForce,
    RiskAreaOverlaps,
    RiskAreaRefused,
    announce_risk_area,
    lift_risk_area,
)
from lianfang.apps.policy.operations.strictness import StricterThanUpper, check_not_stricter

__all__ = [
    "ANNOUNCED",
    "UNCHANGED",
    "AdoptionOverlaps",
    "PackLoaded",
    "Preview",
    "RiskAreaNotInForce",
    "RiskAreaOverlaps",
    "RiskAreaRefused",
    "StricterThanUpper",
    "VersionTaken",
    "VersionTooEarly",
    "adopt_pack",
    "announce_risk_area",
    "check_not_stricter",
    "ensure_builtin_packs",
    "lift_risk_area",
    "load_builtin_packs",
    "load_diseases",
    "load_file",
    "load_pack",
    "preview_file",
]
