"""Venues and mass observations: check-ins, passes, tickets; who was with whom in a window."""
