"""Operations of the API about retention: what is kept for how long, and what a run would delete today."""

from ninja import Schema

from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.retention import files, operations

router = DeniedByDefault(tags=["到期删除"])


class PurposeOut(Schema):
    """Data of one purpose: for how many days they are kept, on what ground, and what is due now."""

    code: str
    name: str
    keep_days: int
    counted_from: str
    ground: str
    certainty: str
    before: str
    rows: int


class RetentionOut(Schema):
    """What a run would do now: rows by purpose, and kept files that no row names."""

    purposes: list[PurposeOut]
    files: int
    file_bytes: int
    remark: str


@router.get("/retention", response=RetentionOut)
@needs(Permission.RETAIN)
def due(request: ApiRequest) -> RetentionOut:
    """保存期限和现在到期的数量，什么都不删除"""
    found = operations.run(by=request.actor, at=request.moment, dry_run=True)
    swept = files.count(at=request.moment)
    return RetentionOut(
        purposes=[
            PurposeOut(
                code=one.purpose.code,
                name=one.purpose.name,
                keep_days=one.purpose.keep.days,
                counted_from=one.purpose.counted_from,
                ground=one.purpose.ground,
                certainty=one.purpose.certainty,
                before=one.before,
                rows=one.rows,
            )
            for one in found
        ],
        files=swept.files,
        file_bytes=swept.bytes,
        remark=swept.remark,
    )
