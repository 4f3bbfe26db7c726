"""Filters that pages load."""
