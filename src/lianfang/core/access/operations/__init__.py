"""Writes of access: accounts, one-time codes, grants, tokens, looks beyond one's area, exports."""

from lianfang.core.access.operations.accounts import (
    InvitationGone,
    NoSecondFactor,
    NotARehearsal,
    PasswordTooWeak,
    UsernameTaken,
    close_account,
    create_administrator,
    create_user,
    invite,
    open_door,
    redeem,
    reset_second_factor,
    set_password,
)
from lianfang.core.access.operations.breaking import (
    AreaTooWide,
    ReasonMissing,
    acknowledge_look,
    break_glass,
    reason_of,
)
from lianfang.core.access.operations.exporting import count_export, record_export
from lianfang.core.access.operations.grants import UnknownRole, end_grant, grant
from lianfang.core.access.operations.signing import note_sign_in
from lianfang.core.access.operations.tokens import RoleNotHeld, issue_token, revoke_token

__all__ = [
    "AreaTooWide",
    "InvitationGone",
    "NoSecondFactor",
    "NotARehearsal",
    "PasswordTooWeak",
    "ReasonMissing",
    "RoleNotHeld",
    "UnknownRole",
    "UsernameTaken",
    "acknowledge_look",
    "break_glass",
    "close_account",
    "count_export",
    "create_administrator",
    "create_user",
    "end_grant",
    "grant",
    "invite",
    "issue_token",
    "note_sign_in",
    "open_door",
    "reason_of",
    "record_export",
    "redeem",
    "reset_second_factor",
    "revoke_token",
    "set_password",
]
