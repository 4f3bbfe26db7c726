"""Decisions of cases, without a database."""
