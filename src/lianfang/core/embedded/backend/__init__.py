"""Django's PostgreSQL backend, which starts the embedded server when a first connection asks for it."""
