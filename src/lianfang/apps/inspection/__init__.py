"""Inspection: campaigns, visits, findings, their rectification, rosters, outcomes."""
