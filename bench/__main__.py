"""`python -m bench` runs every benchmark small; `python -m bench NAME …` runs one, with its own options.

Each benchmark is a module of this folder and prints ratios against a floor that it measures in the same run.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Every benchmark of the folder."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def main(arguments: list[str]) -> int:
    """Run one benchmark, or all of them small; the exit code is that of the worst."""
    if arguments and arguments[0] not in names():
        print(f"no benchmark {arguments[0]!r}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    runs = [arguments] if arguments else [[name, "--small"] for name in names()]
    return max((_run(run) for run in runs), default=0)


def _run(arguments: list[str]) -> int:
    print(f"== {' '.join(arguments)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", f"bench.{arguments[0]}", *arguments[1:]], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
