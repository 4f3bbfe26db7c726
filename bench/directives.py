"""Reading directives: seconds for a hundred papers, and how far readings agree with annotated papers.

1. A hundred papers of five thousand characters, made of invented sentences with numbers, deadlines, pinyin
in brackets and Traditional script, are read. Floor: the same bytes decoded and converted by OpenCC, no more.
2. The readings of the annotated papers of tests/gold/directives are compared with their annotation; `kept`
are those that were read blind first (docs/adr/0020 has those figures). `--faults` names what differs.
"""

import argparse
import random
import time
from collections import Counter
from datetime import date

from tests.reference import directive_gold

from lianfang.apps.directives.rules.reading import read
from lianfang.kernel.text import simplified_prose

PAPERS, SMALL, CHARACTERS = 100, 10, 5000
BAR_SECONDS = 10.0
PRECISION, RECALL = 0.95, 0.90
TODAY = date(2022, 12, 1)
SENTENCES = (
    "各鄉鎮(zhèn)（街道）要在{n}月20日前完成排查，每日16時(shí)前報縣指揮部辦公室。",
    "由县公安局牵头，卫健局配合，{n}小时内完成核查，不少于{n}人。",
    "一是抓好校园管控；二是储备{n}天用量的物资；三是每周演练一次。",
    "对拒不配合的，依法追究责任，县纪委每周通报一次督查情况。",
    "截至昨天24时，全县累计排查{n}36人，形势总体平稳。",
    "把思想和行动统一到上级的部署上来，压实四方责任，守住防线。",
)


def paper(seed: int) -> bytes:
    """One invented paper of about five thousand characters."""
    rng = random.Random(seed)
    lines, long = ["关于做好疫情防控工作的通知"], 0
    while long < CHARACTERS:
        number = len(lines)
        said = "".join(rng.choice(SENTENCES).format(n=rng.randint(2, 9)) for _ in range(4))
        lines.append(f"{number}.第{seed}号文件第{number}条工作要落实。{said}")
        long += len(lines[-1])
    return "\n".join(lines).encode()


def speed(count: int) -> bool:
    """Print seconds and the ratio to the floor; whether the bar holds."""
    papers = [paper(seed) for seed in range(count)]
    started = time.process_time()
    items = sum(len(read("通知.txt", content, today=TODAY).items) for content in papers)
    taken = time.process_time() - started
    started = time.process_time()
    for content in papers:
        simplified_prose(content.decode())
    floor = time.process_time() - started
    print(f"{count} papers, {items} items: {taken:.2f} s (processor), {taken / floor:.0f} x the floor")
    return taken <= BAR_SECONDS * count / PAPERS


def _parts(counts: Counter[str]) -> int:
    return sum(count for name, count in counts.items() if name.startswith("kind"))


def agreement(part: str, *, faults: bool) -> bool:
    """Print precision and recall of one part; whether the bars hold."""
    found = directive_gold.score(part)
    times = found.precision("d", "r"), found.recall("d", "r")
    amounts = found.precision("q"), found.recall("q")
    right, missed = (_parts(found.right), _parts(found.missed))
    print(f"{part}: times {times[0]:.3f} / {times[1]:.3f}, quantities {amounts[0]:.3f} / {amounts[1]:.3f}")
    print(f"    parts {right} right, {missed} wrong, {found.wrong['numbered']} too many", end="; ")
    print(f"meanings {found.right['means']} right, {found.wrong['means']} wrong")
    if faults:
        print("\n".join(found.faults))
    return all(precision >= PRECISION and recall >= RECALL for precision, recall in (times, amounts))


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", action="store_true")
    options.add_argument("--faults", action="store_true")
    chosen = options.parse_args()
    good = [
        speed(SMALL if chosen.small else PAPERS),
        agreement("tuning", faults=chosen.faults),
        agreement("kept", faults=chosen.faults),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
