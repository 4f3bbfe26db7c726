"""Rates that never flatter."""

NO_RATE = "—"


def rate(done: int, due: int) -> str:
    """Return done as a percentage of due with one decimal, cut off, so that 100.0% means all.

    Nothing due has no rate: a dash, not a hundred.
    """
    if due == 0:
        return NO_RATE
    tenths = done * 1000 // due
    return f"{tenths // 10}.{tenths % 10}%"
