"""Records that may be one person, each pair with the evidence for and against."""

from lianfang.apps.people.terms import DuplicateProposal
from lianfang.core import sql
from lianfang.kernel import area_code

MOST = 500


def duplicate_proposals(*, scope: str, limit: int = MOST) -> list[DuplicateProposal]:
    """Pairs within a scope, the surest rule first.

    Rules: same document; same telephone and name; same name, birth date and village. Merged records take part
    as the person kept. A proposal is never a merge: a person decides.
    """
    lo, hi = area_code.prefix_range(scope)
    rows = sql.fetch("people", "duplicate_proposals", lo=lo, hi=hi, limit=limit)
    return [
        DuplicateProposal(agrees=tuple(row.pop("agrees")), differs=tuple(row.pop("differs")), **row)
        for row in rows
    ]
