"""Exchange: reports as tables and as data values, handed over between servers, signed; the national card."""
