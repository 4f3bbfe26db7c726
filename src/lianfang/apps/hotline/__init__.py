"""Hotline: what people report, ask and complain of, and what they were answered."""
