"""The command line `lianfang`: one door to every app's commands."""

import os


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
    from lianfang.project.doors import run

    run()
