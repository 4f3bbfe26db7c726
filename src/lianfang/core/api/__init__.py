"""The API's common ground: routers that deny by default, problems, pages by cursor, calls sent twice, limits."""
