"""Addresses of the pages of places and of their posts."""

from django.urls import path

from lianfang.apps.areas import web

app_name = "areas"
urlpatterns = [
    path("posts/", web.own_posts, name="own_posts"),
    path("areas/<str:code>/", web.show, name="show"),
    path("areas/<str:code>/posts/", web.posts, name="posts"),
    path("areas/<str:code>/posts/change/", web.change, name="change"),
    path("areas/<str:code>/posts/pledge/", web.pledge, name="pledge"),
]
