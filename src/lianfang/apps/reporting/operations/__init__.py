"""Writes of reporting: a daily brief prepared, written with every figure it prints, signed and frozen."""

from lianfang.apps.reporting.operations.signing import (
    BriefSigned,
    save_draft,
    sign_brief,
)
from lianfang.apps.reporting.operations.writing import BriefAhead, WrittenBrief, write_brief

__all__ = ["BriefAhead", "BriefSigned", "WrittenBrief", "save_draft", "sign_brief", "write_brief"]
