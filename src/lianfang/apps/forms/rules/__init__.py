"""Decisions about reports that need no database."""
