"""Words of directives: what is read out of a paper."""

from lianfang.apps.directives.terms.reading import (
    Actor,
    ActorKind,
    Deadline,
    DeadlineKind,
    Doubt,
    Extent,
    Item,
    ItemKind,
    Mark,
    MarkKind,
    Paper,
    Quantity,
    Reading,
    Recurrence,
    Span,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Deadline",
    "DeadlineKind",
    "Doubt",
    "Extent",
    "Item",
    "ItemKind",
    "Mark",
    "MarkKind",
    "Paper",
    "Quantity",
    "Reading",
    "Recurrence",
    "Span",
]
