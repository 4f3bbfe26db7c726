"""Bulletin: what the public is told, written by one and approved by two others; nothing personal, ever."""
