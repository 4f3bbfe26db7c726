"""Addresses of the pages of documents."""

from django.urls import path

from lianfang.apps.documents import web

app_name = "documents"
urlpatterns = [
    path("documents/", web.documents, name="documents"),
    path("documents/new/<str:kind>/", web.new, name="new"),
    path("documents/register/", web.register, name="register"),
    path("documents/templates/", web.templates, name="templates"),
    path("documents/sentences/", web.sentences, name="sentences"),
    path("documents/templates/names/<str:kind>/", web.names, name="names"),
    path("documents/templates/shipped/<str:kind>/", web.shipped_file, name="shipped_file"),
    path("documents/templates/<uuid:uid>/", web.template, name="template"),
    path("documents/templates/file/<uuid:uid>/", web.template_file, name="template_file"),
    path("documents/<uuid:uid>/", web.document, name="document"),
    path("documents/<uuid:uid>/act/", web.act, name="act"),
    path("documents/<uuid:uid>/decide/", web.decide, name="decide"),
    path("documents/<uuid:uid>/file/", web.document_file, name="document_file"),
    path("documents/<uuid:uid>/trace/", web.trace, name="trace"),
]
