"""Words that depend on the place and the day."""

from datetime import date, datetime

from lianfang.apps.reporting.terms import Place
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE

DEFAULT_OFFICE = "疫情防控指挥部办公室"
SUFFIXES = ("街道", "社区", "县", "区", "市", "镇", "乡", "省", "村")


def whole(name: str) -> str:
    """Return how people speak of all of a place: 全县, 全镇, 全街道; 辖区 where the name does not tell."""
    found = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    return f"全{found}" if found else "辖区"


def moment(at: datetime) -> str:
    """Return a moment as documents write it, without leading zeros in the date."""
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def short_moment(at: datetime) -> str:
    """Return a moment for a table cell: no year, and minutes only where there are any."""
    local = at.astimezone(ZONE)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def issue_number(on: date) -> str:
    """Return the number of a daily brief: the day of the year; a day written again keeps its number."""
    return f"{on.year}年第{on.timetuple().tm_yday}期"


def office(name: str, unit: str | None, level: Level) -> str:
    """Return the office that speaks for a place: its headquarters' office, or such an office's name."""
    if not unit:
        return name + DEFAULT_OFFICE
    return unit if level is not Level.COUNTY or unit.endswith("办公室") else f"{unit}办公室"


def addressee(place: Place) -> str:
    """Return who is told: the county's brief goes to its leaders, a town's to the office above."""
    if place.level is Level.COUNTY:
        return f"{place.name}委、{place.name[-1]}人民政府"
    return place.upper_office or "上级疫情防控指挥部办公室"
