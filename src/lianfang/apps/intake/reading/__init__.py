"""Reading of lists of people: any broken spreadsheet in, chunks of clean columns with a status per cell out.

Steps, each usable alone: `files` (what is this file) → `cells` (every sheet as text) → `tables` (where is the
table) → `columns` (which column means what) → `clean` (what each cell says). No database, no Django.
"""
