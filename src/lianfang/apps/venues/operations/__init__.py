"""Writes of venues: places registered, observations loaded, questions asked and logged, the lake swept."""

from lianfang.apps.venues.operations.asking import ask, together
from lianfang.apps.venues.operations.loading import load, load_all
from lianfang.apps.venues.operations.places import load_venues
from lianfang.apps.venues.operations.sweeping import sweep

__all__ = ["ask", "load", "load_all", "load_venues", "sweep", "together"]
