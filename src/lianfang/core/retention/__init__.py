"""Retention: what its purpose no longer justifies is deleted, by rules that name law and certainty."""
