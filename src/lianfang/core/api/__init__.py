"""The API's common ground: routers that deny by default, problems, cursors, calls sent twice, limits."""
