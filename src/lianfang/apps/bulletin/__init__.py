"""Bulletin: what the public is told, approved by two, with nothing personal in it."""
