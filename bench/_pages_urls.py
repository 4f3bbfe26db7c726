"""The program's addresses, and a trivial page beside them: it reads 50 rows and renders them, the floor."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from lianfang.core import sql
from lianfang.core.access.doors import public
from lianfang.project import urls

ROWS = engines["django"].from_string(
    "<table>{% for row in rows %}<tr><td>{{ row.uid }}<td>{{ row.name }}<td>{{ row.area }}{% endfor %}"
)


@public
def trivial(request: HttpRequest) -> HttpResponse:
    """Fifty rows that whoever is signed in may see."""
    rows = sql.query(
        "select uid, name, area from people_person where area >= '990121' order by area limit 50"
    )
    return HttpResponse(ROWS.render({"rows": rows}, request))


urlpatterns = [path("trivial/", trivial), *urls.urlpatterns]
handler400, handler404 = urls.handler400, urls.handler404
