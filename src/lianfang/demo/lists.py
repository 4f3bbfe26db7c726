"""The lists of one day: files in every format that offices send, and the truth of each of their rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from lianfang.demo import defaults, places, truth
from lianfang.demo.county import County, build_county
from lianfang.demo.draws import sample, stream
from lianfang.demo.kinds import (
    DOOR,
    HOTEL,
    KINDS,
    POLICE,
    POLICE_CONTACTS,
    ROLES,
    SELF_REPORT,
    TELECOM,
    TRANSPORT,
    UPPER,
    Kind,
)
from lianfang.demo.noise import Rows
from lianfang.demo.pages import Line, Page
from lianfang.demo.residents import build_residents
from lianfang.demo.rows import write_rows
from lianfang.demo.sheets import old_workbook_suffix, write_file
from lianfang.demo.strangers import ABOVE, addressed
from lianfang.demo.subjects import Pool, build_pool
from lianfang.kernel.clock import ZONE

LEAST_ROWS = 30
LATE_EVERY = 20  # one row in so many came late and stands on a hidden sheet
FIRST_RECEIVED, BETWEEN_FILES = time(8, 10), timedelta(minutes=10)
REGISTERED_SHARE = 0.82  # of the rows of a list for measuring are of registered people
DOOR_TOWNS, DOOR_VILLAGES_A_TOWN = 2, 3
HOTELS = 3
REPEATED_HEADINGS_EVERY, BLANK_LINES_EVERY = 400, 250
CODE_TABLE = (("1", "高风险区"), ("2", "中风险区"), ("3", "低风险区"), ("4", "常态化防控区"))


@dataclass(frozen=True)
class Sheet:
    """A page and the truth of its data rows."""

    page: Page
    truth: pl.DataFrame


@dataclass(frozen=True)
class ListFile:
    """A file as received: from which channel, for which area, in which encoding."""

    name: str
    channel: str
    area: str
    sheets: tuple[Sheet, ...]
    others: tuple[Page, ...] = ()
    encoding: str = "utf-8"

    @property
    def rows(self) -> int:
        """Rows of people in all sheets."""
        return sum(sheet.page.cells.height for sheet in self.sheets)

    def truth(self) -> pl.DataFrame:
        """Truth of all data rows with their places in the file; csv has no sheet names."""
        plain = self.name.endswith(".csv")
        return pl.concat(
            sheet.truth.with_columns(
                file=pl.lit(self.name),
                sheet=pl.lit("" if plain else sheet.page.name),
                row=pl.Series(sheet.page.row_numbers()),
            )
            for sheet in self.sheets
        ).select(truth.COLUMNS)


def build_lists(pool: Pool) -> Iterator[ListFile]:
    """All lists of the day, one after the other."""
    yield _police(pool)
    yield _upper(pool)
    yield _plain(pool, "transport", TRANSPORT, "铁路民航旅客推送.csv", encoding="gb18030")
    yield _plain(pool, "telecom", TELECOM, "通信大数据推送.csv", encoding="utf-8-sig")
    yield _plain(pool, "self-report", SELF_REPORT, "自主报备导出.csv", encoding="utf-8")
    yield from _doors(pool)
    yield _hotel(pool)


def build_one(
    county: County, residents: pl.DataFrame, *, kind: str, rows: int, suffix: str, on: date, noise: float
) -> ListFile:
    """One plain list of a kind with exactly so many rows, for measuring; people repeat only if they must."""
    chosen = KINDS[kind]
    registered, exposures = round(rows * REGISTERED_SHARE), chosen.exposures
    pool = build_pool(county, residents, on=on, noise=noise, registered=registered, exposures=exposures)
    written = _rows(pool, chosen, kind, rows)
    written.take(np.arange(rows))
    return _exported(f"{kind}-{rows}{suffix}", chosen, written)


def lists_of(
    *, seed: int, scale: float, noise: float, on: date, one: tuple[str, int, str] | None = None
) -> tuple[Iterator[ListFile], pl.DataFrame]:
    """The lists of a county, and its residents; `one` asks for a single list: kind, rows, suffix."""
    county = build_county(seed=seed, scale=scale)
    residents = build_residents(county)
    if one is None:
        return build_lists(build_pool(county, residents, on=on, noise=noise)), residents
    kind, rows, suffix = one
    file = build_one(county, residents, kind=kind, rows=rows, suffix=suffix, on=on, noise=noise)
    return iter([file]), residents


def write_lists(
    files: Iterable[ListFile], out: Path, *, residents: pl.DataFrame, day: date = defaults.DAY
) -> pl.DataFrame:
    """Write the files into a folder, and beside them what is known of them; returns the truth.

    `truth.csv` tells of each row, `registered-twice.csv` who stands twice in the register (uid, same_as,
    area), `lists.csv` from which channel, for which area and when on the day each file came.
    """
    out.mkdir(parents=True, exist_ok=True)
    truths, received = [], []
    for number, file in enumerate(files):
        pages = [sheet.page for sheet in file.sheets]
        write_file(out / file.name, [*pages, *file.others], encoding=file.encoding)
        truths.append(file.truth())
        moment = datetime.combine(day, FIRST_RECEIVED, ZONE) + number * BETWEEN_FILES
        received.append((file.name, file.channel, file.area, moment.isoformat(), len(pages), file.rows))
    whole = pl.concat(truths)
    whole.write_csv(out / truth.TRUTH_FILE)
    again = residents.filter(pl.col("same_as").is_not_null())
    again.select("uid", "same_as", "area").write_csv(out / truth.TWICE_FILE)
    columns = ["file", "channel", "area", "received", "sheets", "rows"]
    pl.DataFrame(received, schema=columns, orient="row").write_csv(out / truth.LISTS_FILE)
    return whole


def _count(pool: Pool, kind: Kind) -> int:
    return max(round(kind.rows * pool.county.scale), LEAST_ROWS)


def _rows(pool: Pool, kind: Kind, name: str, count: int) -> Rows:
    """Rows of people with the exposures of a kind, drawn for a list of this name."""
    rng = stream(pool.county.seed, "list", name)
    fitting = pool.people.filter(pl.col("exposure").is_in(kind.exposures))
    if not kind.manner.has_id:
        here = pl.col("kind").is_in(["registered", "moved", "new"])
        fitting = fitting.filter(pl.col("phone").is_not_null() & here)
    return _written(pool, kind, sample(rng, fitting, count), rng)


def _written(pool: Pool, kind: Kind, people: pl.DataFrame, rng: np.random.Generator) -> Rows:
    return write_rows(people, kind.manner, rng=rng, noise=pool.noise, on=pool.on)


def _sheet(name: str, kind: Kind, rows: Rows, **page: object) -> Sheet:
    layout = kind.layout
    cells = layout.cells(rows.frame)
    made = Page(name, layout.headings, cells, groups=layout.groups, merged=layout.merged)
    return Sheet(replace(made, **page), truth.truth_of(rows))  # type: ignore[arg-type]


def _plain(pool: Pool, code: str, kind: Kind, name: str, *, encoding: str = "utf-8") -> ListFile:
    """A list that a machine exported: headings in the first line, then rows."""
    return _exported(name, kind, _rows(pool, kind, code, _count(pool, kind)), encoding)


def _exported(name: str, kind: Kind, rows: Rows, encoding: str = "utf-8") -> ListFile:
    sheet = _sheet("Sheet1", kind, rows, groups=(), merged=())
    return ListFile(name, kind.channel, places.COUNTY[0], (sheet,), encoding=encoding)


def _police(pool: Pool) -> ListFile:
    """Three sheets by hand: one with groups of headings, one of another layout, one hidden."""
    count, day = _count(pool, POLICE), f"{pool.on:%-m}月{pool.on:%-d}日"
    main = _rows(pool, POLICE, "police", count)
    contacts = _rows(pool, POLICE_CONTACTS, "police contacts", _count(pool, POLICE_CONTACTS))
    late = _rows(pool, POLICE, "police late", count // LATE_EVERY + 1)
    height = main.frame.height
    title = ("澜砚县公安局涉疫风险人员推送清单", f"推送时间：2022年{day}20时　共{height}条")
    footer: tuple[Line, ...] = (
        [],
        ["说明：1.请各乡镇（街道）24小时内完成核查并反馈；2.本表含个人信息，严禁外传。"],
        ["填表人：周婷", None, None, None, "审核人：李建军", None, None, f"2022年{day}"],
    )
    sheets = (
        _sheet("风险区来返人员", POLICE, main, title=title, footer=footer, among=_among(POLICE, height)),
        _sheet("密接次密接", POLICE_CONTACTS, contacts, title=(f"密接和次密接人员（{day}）",)),
        _sheet("补充名单", POLICE, late, hidden=True),
    )
    return ListFile("公安大数据推送.xlsx", POLICE.channel, places.COUNTY[0], sheets)


def _among(kind: Kind, height: int) -> dict[int, Line]:
    """The headings again where sheets were pasted together, and empty lines here and there."""
    headings: Line = kind.layout.headings
    again = dict.fromkeys(range(REPEATED_HEADINGS_EVERY, height, REPEATED_HEADINGS_EVERY), headings)
    blank: dict[int, Line] = {
        place: [None] for place in range(BLANK_LINES_EVERY // 2, height, BLANK_LINES_EVERY)
    }
    return blank | again


def _upper(pool: Pool) -> ListFile:
    rows = _rows(pool, UPPER, "upper", _count(pool, UPPER))
    title = (
        "霁川市疫情防控指挥部",
        "关于协查密切接触者等人员的函（附件）",
        f"发函日期：{pool.on:%Y.%-m.%-d}",
    )
    footer: tuple[Line, ...] = ([f"合计：{rows.frame.height}人"], ["联系人：王秘书　电话：0990-2233445"])
    codes = Page(
        "代码表",
        ("代码", "名称"),
        pl.DataFrame(CODE_TABLE, schema=["code", "name"], orient="row"),
        hidden=True,
    )
    sheet = _sheet("协查名单", UPPER, rows, title=title, footer=footer)
    return ListFile(
        f"市指挥部协查名单{old_workbook_suffix()}", UPPER.channel, places.COUNTY[0], (sheet,), others=(codes,)
    )


def _doors(pool: Pool) -> Iterator[ListFile]:
    """Books of two towns with a sheet for each village, and the sheet of a single village in two formats."""
    villages = pool.county.villages.filter(~pl.col("urban"))
    towns = pool.county.towns.filter(pl.col("town").is_in(villages["town"].implode())).tail(DOOR_TOWNS)
    for number, code, name in towns.select("town", "code", "name").iter_rows():
        own = villages.filter(pl.col("town") == number)
        sheets = tuple(
            _door(pool, *row) for row in own.head(DOOR_VILLAGES_A_TOWN).select("code", "name").iter_rows()
        )
        yield ListFile(f"{name}入户摸排登记表.xlsx", DOOR.channel, code, sheets)
    others = villages.filter(~pl.col("town").is_in(towns["town"].implode())).tail(2).select("code", "name")
    for (code, name), suffix in zip(others.iter_rows(), (".ods", old_workbook_suffix()), strict=False):
        yield ListFile(f"{name}入户摸排{suffix}", DOOR.channel, code, (_door(pool, code, name, alone=True),))


def _door(pool: Pool, code: str, village: str, *, alone: bool = False) -> Sheet:
    """The households that grid workers met in one village; a file of one village leaves its name out."""
    rng = stream(pool.county.seed, "door", code)
    here = pool.everyone.filter((pl.col("area") == code) & pl.col("kind").is_in(["registered", "moved"]))
    homes = here["household"].unique(maintain_order=True)
    asked = homes.gather(rng.permutation(len(homes))[: round(len(homes) * 0.4) + 1])
    known = here.filter(pl.col("household").is_in(asked.implode()))
    facts = ["exposure", "level", "origin", "last_exposure", "arrived"]
    known = known.join(pool.people.select("key", *facts), on="key", how="left", maintain_order="left")
    new = pool.people.filter((pl.col("area") == code) & (pl.col("kind") == "new"))
    people = pl.concat([known.sort("household", "role", maintain_order=True), new.select(known.columns)])
    manner = replace(DOOR.manner, addresses={"detail_only": 1}) if alone else DOOR.manner
    rows = _written(pool, replace(DOOR, manner=manner), _with_heads(people), rng)
    silent = (pl.col("place_worth") == "lost") | (pl.col("style") == "town_only")
    settled = pl.lit(alone) | (pl.col("place_worth") == "twice")  # the file is of one village, or of one town
    named = pl.when(settled).then(pl.lit("village")).otherwise("place_worth")
    rows.frame = rows.frame.with_columns(place_worth=pl.when(silent).then(pl.lit("sheet")).otherwise(named))
    title = (f"{village}入户摸排登记表", f"网格：第一至第五网格　摸排日期：2022年{pool.on:%-m月%-d日}")
    footer: tuple[Line, ...] = (
        ["小计", f"{rows.frame.height}人"],
        ["摸排人签字：", None, None, "村（社区）负责人："],
    )
    return _sheet(village, DOOR, rows, title=title, footer=footer)


def _with_heads(people: pl.DataFrame) -> pl.DataFrame:
    head = pl.col("name").first().over("household")
    roles = pl.Series(ROLES)
    relation = pl.when(pl.col("role").is_not_null()).then(roles.gather(people["role"].fill_null(0)))
    alone = pl.col("household").is_null() | (pl.col("kind") == "moved")
    return people.with_columns(
        head=pl.when(alone).then("name").otherwise(head),
        relation=pl.when(alone).then(pl.lit("租户")).otherwise(relation),
    )


def _hotel(pool: Pool) -> ListFile:
    """A sheet for each of some hotels; its guests stay in the hotel's village wherever they are at home."""
    county = pool.county
    count = _count(pool, HOTEL) // HOTELS + 1
    urban = county.villages.filter(pl.col("urban"))
    chosen = urban[:: max(1, urban.height // HOTELS)].head(HOTELS)
    sheets = []
    for number, (village, name) in enumerate(chosen.select("village", "name").iter_rows()):
        hotel = f"{places.HOTELS[number % len(places.HOTELS)]}宾馆"
        rng = stream(county.seed, "hotel", str(number))
        fitting = pool.people.filter(pl.col("exposure").is_in(HOTEL.exposures) & (pl.col("kind") != "away"))
        guests = _guests(sample(rng, fitting, count), county_village=village, hotel=hotel, pool=pool)
        rows = _written(pool, HOTEL, guests, rng)
        sheets.append(_sheet(f"{hotel}{number + 1}", HOTEL, rows, title=(f"{hotel}（{name}）旅客住宿登记",)))
    return ListFile("酒店住宿登记.ods", HOTEL.channel, places.COUNTY[0], tuple(sheets))


def _guests(people: pl.DataFrame, *, county_village: int, hotel: str, pool: Pool) -> pl.DataFrame:
    homes = pl.DataFrame({"village": [county_village] * people.height, "detail": [hotel] * people.height})
    staying = addressed(people, homes, pool.county)
    region = pl.col("id_full").str.head(6)
    kind = pl.col("kind")
    return staying.with_columns(
        home=pl.coalesce("home", people["area"]),
        registered_home=region.replace_strict(ABOVE | dict([places.COUNTY]), default=None),
        kind=pl.when(kind == "outsider")
        .then(pl.lit("new"))
        .when(kind == "registered")
        .then(pl.lit("moved"))
        .otherwise(kind),
    )
