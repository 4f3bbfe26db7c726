"""The duty engine: for every kind of duty the due, the done, the gap, the holder and the clock."""
