"""When who works in a closed loop is tested next: a test in each window of so many days from entering on."""

from datetime import date, timedelta


def test_day(entered_on: date, *, every: int, sampled_on: date | None, on: date) -> date:
    """The first day of the window that lacks a test: of the present one, or else of the next."""
    window = entered_on + timedelta(days=(on - entered_on).days // every * every)
    done = sampled_on is not None and sampled_on >= window
    return window + timedelta(days=every) if done else window
