"""Web addresses: each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from lianfang.project import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include((api.urls(), "api"))),
    path("", include("lianfang.core.access.urls")),
    path("", include("lianfang.core.retention.urls")),
    path("", include("lianfang.apps.reporting.urls")),
    path("", include("lianfang.apps.people.urls")),
    path("", include("lianfang.apps.intake.urls")),
    path("", include("lianfang.apps.control.urls")),
    path("", include("lianfang.apps.cases.urls")),
    path("", include("lianfang.apps.testing.urls")),
    path("", include("lianfang.apps.facilities.urls")),
    path("", include("lianfang.apps.venues.urls")),
    path("", include("lianfang.apps.alerts.urls")),
    path("", include("lianfang.apps.health.urls")),
    path("", include("lianfang.apps.inspection.urls")),
    path("", include("lianfang.apps.hotline.urls")),
    path("", include("lianfang.apps.directives.urls")),
    path("", include("lianfang.apps.exchange.urls")),
    path("", include("lianfang.apps.documents.urls")),
    path("", include("lianfang.apps.forms.urls")),
    path("", include("lianfang.apps.bulletin.urls")),
    path("", include("lianfang.apps.policy.urls")),
    path("", include("lianfang.apps.areas.urls")),
    path("", include("lianfang.ui.urls")),
]
handler400 = "lianfang.ui.doors.refused"
handler404 = "lianfang.ui.doors.absent"
