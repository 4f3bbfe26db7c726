"""Audit: an append-only, hash-chained log of every act."""
