"""Web addresses: each app brings its own."""

urlpatterns: list[object] = []
