"""The home folder of one installation: database, kept files and the one file of secrets."""

import json
import os
import secrets as randomness
from dataclasses import asdict, dataclass
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
    audit_key: str
    database_password: str


def read_secrets(home: Home) -> Secrets:
    """Read the secrets, making them (mode 600) at the first start."""
    if not home.secrets_file.exists():
        _make_secrets(home)
    return Secrets(**json.loads(home.secrets_file.read_text()))


def _make_secrets(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    made = Secrets(*(randomness.token_hex(32) for _ in range(5)))
    draft = home.root / f".secrets-{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w") as stream:
        json.dump(asdict(made), stream, indent=1)
    try:
        os.link(draft, home.secrets_file)  # the first of two simultaneous starts wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
