"""Bring the catalogues up to date: `python -m lianfang.ui.catalogue`; says what still needs English."""

import os
import sys

from lianfang.ui.catalogue.collect import messages
from lianfang.ui.catalogue.files import mo, path_of, po, read_po
from lianfang.ui.traditional import traditional


def update() -> list[str]:
    """Write both catalogues; returns the messages without English."""
    places = messages()
    known = read_po(path_of("en", "po"))
    english = {message: known.get(message, "") for message in places}
    for locale, said in (("en", english), ("zh_Hant", {message: traditional(message) for message in places})):
        path_of(locale, "po").parent.mkdir(parents=True, exist_ok=True)
        path_of(locale, "po").write_text(po(locale, said, places))
        path_of(locale, "mo").write_bytes(mo(locale, said))
    return [message for message, text in english.items() if not text]


def main() -> None:
    """Run as a command of developers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
    import django

    django.setup()
    missing = update()
    sys.stdout.write("".join(f"{message}\n" for message in missing))
    sys.stderr.write(f"{len(missing)} without English, in {path_of('en', 'po')}\n")


if __name__ == "__main__":
    main()
