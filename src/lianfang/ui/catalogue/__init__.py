"""Catalogues of what pages say: collected from the source, kept as .po, compiled to .mo.

`python -m lianfang.ui.catalogue` does all of it, without system gettext. English is written by people,
Traditional Chinese is derived.
"""
