"""Who may write what belongs to a place: only those in whose area it lies."""

from collections.abc import Iterable

from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotAllowed


def require_within(areas: Iterable[str], *, by: Actor, action: str) -> None:
    """Raise NotAllowed where one of the areas lies outside the actor's scope."""
    outside = next((area for area in areas if not by.may_see(area)), None)
    if outside is not None:
        raise NotAllowed(actor=by.name, action=f"{action}（{outside}在权限之外）")
