"""Records that may be one person, each pair with the evidence for and against."""

from lianfang.apps.people.queries.cards import person
from lianfang.apps.people.queries.finding import keys_of, mask
from lianfang.apps.people.terms import FACT_NAMES, Compared, DuplicateProposal, KeyKind, PersonCard
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level

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


Facts = dict[str, set[str]]


def compared(a: str, b: str, *, scope: str) -> list[Compared]:
    """Two persons fact by fact, masked as pages show them, with what speaks for and against; raises NotFound.

    What is compared is the whole fact: two masked numbers that look alike may differ.
    """
    left, right = (person(one, scope=scope, unmasked=True) for one in (a, b))
    keys = keys_of([left.id, right.id])
    ours, theirs = _facts(left, keys[left.id]), _facts(right, keys[right.id])
    return [
        Compared(
            fact,
            _shown(fact, ours[fact]),
            _shown(fact, theirs[fact]),
            agrees=bool(ours[fact] & theirs[fact]),
            differs=bool(ours[fact] and theirs[fact]) and not ours[fact] & theirs[fact],
        )
        for fact in FACT_NAMES
    ]


def _facts(card: PersonCard, keys: list[tuple[str, str]]) -> Facts:
    found = {
        "name": {card.name},
        "document": {value for kind, value in keys if kind != KeyKind.PHONE},
        "phone": {value for kind, value in keys if kind == KeyKind.PHONE},
        "sex": {card.sex},
        "birth_date": {str(card.birth_date or "")},
        "village": {card.area[: LENGTHS[Level.VILLAGE]]},
    }
    return {fact: values - {""} for fact, values in found.items()}


def _shown(fact: str, values: set[str]) -> str:
    if fact in {"document", "phone"}:
        return "、".join(mask(KeyKind.PHONE if fact == "phone" else "", value) for value in sorted(values))
    if fact == "birth_date":
        return "".join(value[:4] for value in values)
    return "".join(values)
