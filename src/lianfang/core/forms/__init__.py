"""Forms as data: read from YAML, checked, evaluated, written to and read from spreadsheets. Pure Python."""
