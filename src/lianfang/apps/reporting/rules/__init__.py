"""Decisions of reporting: rates, rankings, wording and layout; pure functions of what was counted."""
