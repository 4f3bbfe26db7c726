"""Isolation sites, rooms and stays, transfers with one custodian at any time."""
