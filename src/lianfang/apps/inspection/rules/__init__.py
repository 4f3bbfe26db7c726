"""Decisions of inspection: checklists read, samples drawn, findings moved on, papers worded."""
