"""Decisions of the exchange that need no database."""
