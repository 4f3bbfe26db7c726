"""What the surroundings say: the home folder, the database address, the time zone."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Folder of database, kept files and secrets: `LIANFANG_HOME`, or `var/` in the checkout."""
    return Path(os.environ.get("LIANFANG_HOME") or CHECKOUT / "var").expanduser().resolve()


def database_url() -> str | None:
    """Address of a PostgreSQL server of one's own, as the program's role, or None for the embedded one."""
    return os.environ.get("LIANFANG_DATABASE_URL") or None


def owner_url() -> str | None:
    """Address of the same database as the owner of its tables, to migrate, back up and restore."""
    return os.environ.get("LIANFANG_OWNER_URL") or None


def time_zone() -> str:
    """Time zone of the jurisdiction; windows and days are reckoned in it."""
    return os.environ.get("LIANFANG_TIME_ZONE", "Asia/Shanghai")


def hosts() -> list[str]:
    """Names under which a proxy that speaks TLS serves the pages to other machines: `LIANFANG_HOSTS`."""
    return [name.strip() for name in os.environ.get("LIANFANG_HOSTS", "").split(",") if name.strip()]


def lake() -> str:
    """What reads the lake: DuckDB in this process, or by `LIANFANG_LAKE` Spark: `spark://HOST:PORT`, `spark://local`."""
    return os.environ.get("LIANFANG_LAKE", "duckdb")
