"""Rules of testing: the arithmetic of a round, clocks, what may follow what."""
