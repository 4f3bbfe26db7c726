"""The home folder of one installation: database, kept files and the one file of secrets."""

import json
import os
import secrets as randomness
from dataclasses import dataclass, fields
from fcntl import LOCK_EX, flock
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True)
class Home:
    """Where an installation keeps what is its own; two homes share nothing."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "database"

    @property
    def kept(self) -> Path:
        """Received files, sealed, named by their hash."""
        return self.root / "kept"

    @property
    def held(self) -> Path:
        """Files that wait a day for their sender to confirm, sealed."""
        return self.root / "held"

    @property
    def lake(self) -> Path:
        """Observations by the million, as Parquet by day; numbers of records alone, no name."""
        return self.root / "lake"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    @property
    def clock(self) -> Path:
        """Where a rehearsal stopped its clock; absent in a home of real work."""
        return self.root / "clock"

    @property
    def audit_anchor(self) -> Path:
        """Number and hash of the newest audit event, outside the database."""
        return self.root / "audit-anchor.json"


@dataclass(frozen=True)
class Secrets:
    """Keys of one installation, hexadecimal; losing the file loses the sealed values."""

    django_key: str
    sealing_key: str
    digest_key: str
    vault_key: str
    audit_key: str
    exchange_key: str
    database_password: str
    program_password: str


NAMES = tuple(field.name for field in fields(Secrets))


def read_secrets(home: Home) -> Secrets:
    """Read the secrets (mode 600); those that are missing are made, all of them at the first start."""
    known = _known(home)
    if not set(NAMES) <= known.keys():
        known = _completed(home)
    return Secrets(**{name: known[name] for name in NAMES})


def _known(home: Home) -> dict[str, str]:
    return dict(json.loads(home.secrets_file.read_text())) if home.secrets_file.exists() else {}


def _completed(home: Home) -> dict[str, str]:
    """Add the secrets that the file lacks, in one step; of two simultaneous starts the second finds them."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / "secrets.lock").open("w") as handle:
        flock(handle, LOCK_EX)
        whole = {name: randomness.token_hex(32) for name in NAMES} | _known(home)
        draft = home.root / f".secrets-{os.getpid()}"
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(opened, "w") as stream:
            json.dump(whole, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(home.secrets_file)
    return whole
