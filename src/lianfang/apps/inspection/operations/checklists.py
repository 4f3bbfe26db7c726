"""Load checklists: a file is taken whole, once, and never alters what was loaded before."""

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.db import transaction

from lianfang.apps.inspection.models import Checklist as Loaded
from lianfang.apps.inspection.rules.checklist_file import read_checklist
from lianfang.apps.inspection.terms import Checklist
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused

FOLDER: Final = Path(__file__).resolve().parents[1] / "checklists"


class VersionTaken(InputRefused):
    """Another content was loaded under the same code and version."""

    code = "inspection.version_taken"
    sentence = "检查表“{name}”第{version}版已经载入，内容不同；已载入的版本不能改动，请改用新的版本号。"


@transaction.atomic
def load_checklist(text: str, *, by: Actor, at: datetime) -> Loaded:
    """Load a checklist; the same content again changes nothing.

    Raises PermissionMissing, ChecklistRefused with all problems of the file, VersionTaken.
    """
    check(by, Permission.PLAN_INSPECTION)
    read = read_checklist(text)
    content = _hash(read)
    known = Loaded.objects.filter(code=read.code, version=read.version).first()
    if known is not None:
        if known.content_hash != content:
            raise VersionTaken(name=read.title, version=read.version)
        return known
    said = asdict(read)
    values = {name: said[name] for name in ("code", "version", "title", "source")}
    made = Loaded.objects.create(
        **values,
        kinds=list(read.kinds),
        items=list(said["items"]),
        content_hash=content,
        loaded_by=by.name,
        loaded_at=at,
    )
    subject = f"inspection_checklist:{made.pk}"
    audit.record("checklist.loaded", subject=subject, by=by, at=at, name=read.code, version=read.version)
    return made


def load_builtin_checklists(*, by: Actor, at: datetime) -> list[Loaded]:
    """Load the checklists that come with the program; what is loaded stays as it is."""
    return [
        load_checklist(path.read_text(), by=by, at=at)
        for path in sorted(FOLDER.glob("*.yaml"))
        if not _is_loaded(read_checklist(path.read_text()))
    ]


def _is_loaded(read: Checklist) -> bool:
    return Loaded.objects.filter(code=read.code, version=read.version).exists()


def _hash(read: Checklist) -> str:
    return sha256(json.dumps(asdict(read), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
