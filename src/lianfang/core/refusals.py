"""Which HTTP status a refusal has: one table for pages and API."""

from typing import Final

from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

STATUS: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (WrongCall, 400),
)
OTHERWISE: Final = 422


def status_of(problem: DomainError) -> int:
    """The status of a refusal; an error class may bear one of its own as `status`."""
    own = getattr(problem, "status", None)
    if isinstance(own, int):
        return own
    return next((status for kind, status in STATUS if isinstance(problem, kind)), OTHERWISE)
