"""Pages of policy: tables, adopting and loading them, risk areas."""

from lianfang.apps.policy.web.adopting import adopt
from lianfang.apps.policy.web.loading import load
from lianfang.apps.policy.web.risk_areas import lift, risk_areas
from lianfang.apps.policy.web.tables import attempt, compare, packs, table

__all__ = ["adopt", "attempt", "compare", "lift", "load", "packs", "risk_areas", "table"]
