"""Pages of people: finding, seeing without masks, correcting, merging, taking a list back."""

from lianfang.apps.people.web.changing import correct
from lianfang.apps.people.web.merging import merge, unmerge
from lianfang.apps.people.web.persons import clear, find
from lianfang.apps.people.web.returning import take_back

__all__ = ["clear", "correct", "find", "merge", "take_back", "unmerge"]
