"""Operations of the API by which orders and temperatures leave as lists, and temperatures come back."""

from django.http import FileResponse
from ninja import File, UploadedFile

from lianfang.apps.control import operations, queries
from lianfang.apps.control.terms import Loaded
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import exports
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Day
from lianfang.core.pages import told
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["导出与导回"])


class ReadingsExportIn(ExportIn):
    """From one day to another, today if not told."""

    since: Day | None = None
    until: Day | None = None


@router.post("/exports/measures", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_measures(request: ApiRequest, given: ExportIn) -> FileResponse:
    """导出管控措施"""
    return exports.export(request, given, queries.measures_leaving())


@router.post("/exports/readings", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_readings(request: ApiRequest, given: ReadingsExportIn) -> FileResponse:
    """导出各时段有效的体温，可原样导回"""
    today = request.moment.astimezone(ZONE).date()
    until = given.until or today
    since = given.since or until
    return exports.export(request, given, queries.readings_leaving(since=since, until=until))


@router.post("/imports/readings", response=Loaded)
@needs(Permission.ADD_READING)
def load_readings(request: ApiRequest, file: File[UploadedFile]) -> Loaded:
    """按文件登记体温；导出的体温原样导回不改变任何记录"""
    with uploads.kept(file) as path:
        return operations.load_readings(path, **told(request))


@router.post("/imports/results", response=Loaded)
@needs(Permission.ADD_RESULT)
def load_results(request: ApiRequest, file: File[UploadedFile]) -> Loaded:
    """按文件登记检测结果"""
    with uploads.kept(file) as path:
        return operations.load_results(path, **told(request))
