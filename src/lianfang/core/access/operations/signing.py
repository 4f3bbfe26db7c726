"""The sign-in log."""

from datetime import datetime

from lianfang.core.access.models import SignIn, User
from lianfang.core.access.terms import Outcome

LONGEST_NAME = 150  # what was typed as a name may be anything


def note_sign_in(
    *, account: User | None, username: str, outcome: Outcome, address: str, real: datetime
) -> None:
    """Write down an attempt to sign in, or a sign-out."""
    SignIn.objects.create(
        user=account, username=username[:LONGEST_NAME], outcome=outcome, address=address, at=real
    )
