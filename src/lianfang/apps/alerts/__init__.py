"""Alerts: who was told what about open duties, when, and who acknowledged it."""
