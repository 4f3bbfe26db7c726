"""Names of places for reading the addresses of one county's lists."""

from lianfang.apps.intake.rules.places import COUNTY_DIGITS, Gazetteer
from lianfang.core import sql
from lianfang.kernel import area_code


def gazetteer(*, area: str) -> Gazetteer:
    """The gazetteer of the county an area lies in; of a city or province the whole of it."""
    home = area[:COUNTY_DIGITS]
    lo, hi = area_code.prefix_range(home)
    rows = sql.fetch("intake", "place_words", lo=lo, hi=hi)
    return Gazetteer(((row["code"], row["name"]) for row in rows), home=home)
