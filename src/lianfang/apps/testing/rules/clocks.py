"""How soon things of testing are done; local settings (M) unless said otherwise."""

from datetime import timedelta
from typing import Final

RESULT_WITHIN: Final = timedelta(hours=24)
"""From the sealing of a tube to its result, as for everybody who is to be tested (M)."""
HELD_WITHIN: Final = timedelta(hours=2)
"""Members of a positive pool are told to stay where they are: at once (B); two hours are local (M)."""
RETESTED_WITHIN: Final = timedelta(hours=12)
"""Each member of a positive pool is sampled alone (the re-test B, the hours M)."""
