"""Who every row of a list is and what becomes of it, in plain Python: row after row, each against everybody.

No chunks, no digests, no memory of what was looked at before: whenever somebody has learnt a number or a
telephone, every open row looks at every person again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tests.reference.intake_row import Told

WEAK = 10  # from this rank on a pair only points
SEVERAL = "several"


@dataclass(eq=False)
class Person:
    """Somebody registered: facts, numbers (kind and value), telephones; merged into another or not."""

    uid: str
    name: str
    key: str
    sex: str
    born: date | None
    area: str
    address: str = ""
    numbers: set[tuple[str, str]] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    into: "Person | None" = None

    @property
    def kept(self) -> "Person":
        """The person this record stands for."""
        return self.into or self


class Match(NamedTuple):
    """Whom a row is by which rule, and where; several where no choice could be made."""

    person: Person
    rule: str
    area: str
    several: bool = False


Way = Callable[[Told], Match | None]


class Fate(NamedTuple):
    """What became of a row."""

    outcome: str
    reason: str
    rule: str
    person: str | None
    area: str


class Sent(NamedTuple):
    """A row of an earlier list, as it was put down."""

    batch: int
    facts: tuple[str, ...]
    outcome: str
    person: str | None


class Register:
    """Everybody registered, and every row received on one channel; lists come one after the other."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.sent: list[Sent] = []
        self.batches = 0

    def receive(self, rows: list[Told], *, area: str) -> list[Fate]:
        """The fate of each row of a list sent to an area."""
        self.batches += 1
        fates = _List(self, rows, area).fates()
        self.sent += [
            Sent(self.batches, row.facts, fate.outcome, fate.person)
            for row, fate in zip(rows, fates, strict=True)
        ]
        return fates


class _List:
    def __init__(self, register: Register, rows: list[Told], area: str) -> None:
        self.register, self.rows, self.area = register, rows, area
        self.matches: dict[int, Match] = {}
        self.hints: dict[int, set[tuple[int, str]]] = {row.k: set() for row in rows}

    @property
    def people(self) -> list[Person]:
        return self.register.people

    def open(self) -> list[Told]:
        return [row for row in self.rows if not row.rejecting and row.k not in self.matches]

    def fates(self) -> list[Fate]:
        self.match_by(self.by_number, self.by_phone)
        for row in self.open():
            self.hint_by_variant(row)
        self.settle()
        brought = {
            "new_id": self.by_new_number,
            "new_phone": self.by_new_phone,
            "new_birth": self.by_new_birth,
        }
        for rule, newcomers in brought.items():
            self.hint()
            if self.arrive(newcomers(), rule):
                self.settle()
        self.hint()
        return self.judged()

    # -- whom a row is -------------------------------------------------------------------------------------

    def match_by(self, *ways: Way) -> bool:
        """Match open rows by the first way that finds somebody; then teach. Whether anybody learnt."""
        found: dict[int, Match] = {}
        for row in self.open():
            match = next((match for match in (way(row) for way in ways) if match), None)
            if match:
                found[row.k] = match
        self.matches |= found
        return self.teach(found)

    def settle(self) -> None:
        while self.match_by(self.by_number, self.by_pairs):
            pass

    def teach(self, found: dict[int, Match]) -> bool:
        """What rows tell that are surely somebody: telephones, and a number for who has none of its kind."""
        lessons = []
        for row in self.rows:
            match = found.get(row.k)
            if match is None or match.several or row.waiting:
                continue
            person = match.person
            lessons += [(person.phones, phone) for phone in row.phones if phone not in person.phones]
            lacks = row.solid and row.number[0] not in {kind for kind, _ in person.numbers}
            if lacks and not match.rule.startswith("id_"):
                lessons.append((person.numbers, row.number))
        for known, key in lessons:
            known.add(key)
        return bool(lessons)

    def by_number(self, row: Told) -> Match | None:
        found = []
        for person in self.people:
            if row.number is None or row.number not in person.numbers:
                continue
            rule = self.name_rule(row, person)
            if rule:
                found.append((person.kept, rule))
            elif row.solid:
                self.hints[row.k].add((1, "id_other_name"))
        return _one(found)

    def name_rule(self, row: Told, person: Person) -> str | None:
        """How the name of a row agrees with that of the person whose number it gives."""
        if row.name == person.name:
            return "id_name"
        if row.name is None or not (row.key == person.key or (row.solid and one_slip(row.name, person.name))):
            return None
        village = person.area[:12]
        if any(other.name == row.name and other.area.startswith(village) for other in self.people):
            return None
        return "id_sound" if row.key == person.key else "id_close"

    def by_phone(self, row: Told) -> Match | None:
        found: list[tuple[int, str, Person]] = []
        for person in self.people:
            rank, rule = phone_rule(row, person)
            if rule and row.phones & person.phones:
                found.append((rank, rule, person.kept))
        return self.surest(row, found)

    def surest(self, row: Told, found: list[tuple[int, str, Person]]) -> Match | None:
        strong = [pair for pair in found if pair[0] < WEAK]
        if not strong:
            self.hints[row.k] |= {(rank, rule) for rank, rule, _ in found}
            return None
        best = min(rank for rank, _, _ in strong)
        return _one([(person, rule) for rank, rule, person in strong if rank == best])

    def by_pairs(self, row: Told) -> Match | None:
        """By telephone, else by birth date and village, else by the door."""
        match = self.by_phone(row)
        for agrees, rule in ((born_there, "name_birth_village"), (behind_that_door, "name_door")):
            match = match or _one(
                [
                    (person.kept, rule)
                    for person in self.people
                    if person.name == row.name
                    and person.area[:12] in row.villages
                    and not other_number(person, row)
                    and agrees(row, person)
                ]
            )
        return match

    # -- whom an open row may be ---------------------------------------------------------------------------

    def hint(self) -> None:
        for row in self.open():
            self.hint_by_variant(row)
            for person in self.people:
                if person.key == row.key and row.sex in (None, person.sex or row.sex):
                    self.hint_by_name(row, person)

    def hint_by_variant(self, row: Told) -> None:
        near = {("national_id", number) for number in row.variants}
        if any(person.key == row.key and near & person.numbers for person in self.people):
            self.hints[row.k].add((2, "id_one_off"))

    def hint_by_name(self, row: Told, person: Person) -> None:
        if other_number(person, row):
            return
        if row.born and row.born == person.born:
            self.hints[row.k].add((5, "name_birth_sex"))
        if not row.solid and person.area[:12] in row.villages and agree(row.born, person.born):
            self.hints[row.k].add((6, "name_village_sex"))

    # -- who is new ----------------------------------------------------------------------------------------

    def newcomers(self) -> list[Told]:
        return [row for row in self.open() if not row.waiting and not self.hints[row.k]]

    def by_new_number(self) -> list[Told]:
        first: dict[object, Told] = {}
        for row in self.newcomers():
            here = row.state in ("none", "unread") or (
                row.state == "known"
                and (row.places[0].startswith(self.area) or self.area.startswith(row.places[0]))
            )
            if row.solid and not row.birth_fault and here:
                first.setdefault(row.number, row)
        return list(first.values())

    def by_new_phone(self) -> list[Told]:
        complete = [row for row in self.newcomers() if self.numberless(row)]
        first: dict[tuple[str | None, str], int] = {}
        for row in complete:
            for phone in row.phones:
                first.setdefault((row.key, phone), row.k)
        return [
            row
            for row in complete
            if row.phones and all(first[row.key, phone] == row.k for phone in row.phones)
        ]

    def by_new_birth(self) -> list[Told]:
        first: dict[object, Told] = {}
        for row in self.newcomers():
            if self.numberless(row) and not row.phones and row.own_birth:
                first.setdefault((row.key, row.born, row.places[0][:12]), row)
        return list(first.values())

    def numberless(self, row: Told) -> bool:
        """Without a number, but placed in a village here."""
        return row.id_status == "empty" and any(code.startswith(self.area) for code in row.only_village)

    def arrive(self, rows: list[Told], rule: str) -> bool:
        for row in rows:
            placed = row.state == "known" and row.places[0].startswith(self.area)
            person = Person(
                uid=f"new:{self.register.batches - 1}:{row.k}",
                name=row.name or "",
                key=row.key or "",
                sex=row.sex or "",
                born=row.born,
                area=row.places[0][:15] if placed else self.area,
                address=row.address or "",
                numbers={row.number} if row.number and row.solid else set(),
                phones=set(row.phones),
            )
            self.people.append(person)
            self.matches[row.k] = Match(person, rule, person.area)
        return bool(rows)

    # -- what becomes of a row -----------------------------------------------------------------------------

    def judged(self) -> list[Fate]:
        told: Counter[object] = Counter()
        fates = []
        for row in self.rows:
            match = self.matches.get(row.k)
            known = False
            if match and not match.several:
                known = told[match.person, row.facts] > 0 or self.told_before(match.person, row)
                told[match.person, row.facts] += 1
            fates.append(self.verdict(row, match, known=known))
        return self.not_twice(fates)

    def told_before(self, person: Person, row: Told) -> bool:
        return any(sent.person == person.uid and sent.facts == row.facts for sent in self.register.sent)

    def place(self, row: Told, match: Match | None) -> str | None:
        """Where the row lies; None where that can't be told, "" for a place that no table knows."""
        registered = match.area if match else ""
        if row.state == "known":
            (code,) = row.places
            deeper = (place for place in (registered, self.area) if place.startswith(code))
            return next(deeper, code[:15])
        if row.state in ("several", "contradiction"):
            return registered if any(code and registered.startswith(code) for code in row.places) else None
        return "" if row.state == "outside" else registered or self.area

    def verdict(self, row: Told, match: Match | None, *, known: bool) -> Fate:
        place = self.place(row, match)
        if row.rejecting:
            outcome, reason = "rejected", row.rejecting
        elif row.waiting:
            outcome, reason = "review", row.waiting
        elif match and match.several:
            outcome, reason = "review", SEVERAL
        elif match:
            outcome, reason = self.of_matched(row, match, place, known=known)
        else:
            outcome, reason = self.of_open(row, place)
        here = outcome == "forwarded" or (place or "").startswith(self.area)
        nobody = outcome in ("review", "rejected") or not match
        return Fate(
            outcome,
            reason,
            match.rule if match else "",
            None if nobody or not match else match.person.uid,
            place if here and place is not None else self.area,
        )

    def of_matched(self, row: Told, match: Match, place: str | None, *, known: bool) -> tuple[str, str]:
        if known:
            return "unchanged", "sent_before"
        if place is None:
            return "review", "places_contradict" if row.state == "contradiction" else "village_ambiguous"
        if not place.startswith(self.area):
            return "forwarded", "outside_area"
        new = match.rule.startswith("new_")
        remarks = {
            "birth_contradicts_id": row.birth_fault,
            "exposure_unread": row.unread_fact,
            "place_unread": row.state == "unread",
            "place_missing": row.state == "none" and new,
        }
        return "created" if new else "matched", next((word for word, so in remarks.items() if so), "")

    def of_open(self, row: Told, place: str | None) -> tuple[str, str]:
        hint = min(self.hints[row.k])[1] if self.hints[row.k] else ""
        elsewhere = row.state in ("known", "outside") and not (place or "").startswith(self.area)
        nameless = row.number is None and not row.phones and row.born is None
        empty = nameless and row.age is None and row.state == "none" and row.address is None
        answers = (
            (hint in (SEVERAL, "id_other_name"), "review", hint),
            (elsewhere, "forwarded", "outside_area"),
            (row.number_fault, "review", hint if hint == "id_one_off" else row.number_fault),
            (hint, "review", hint),
            (row.state == "several", "review", "village_ambiguous"),
            (row.state == "contradiction", "review", "places_contradict"),
            (row.birth_fault, "review", "birth_contradicts_id"),
            (empty, "rejected", "nothing_usable"),
            (nameless, "review", "no_identifier"),
        )
        return next(((outcome, reason) for so, outcome, reason in answers if so), ("review", "incomplete"))

    def not_twice(self, fates: list[Fate]) -> list[Fate]:
        """Rows that wait or were forwarded with the same content, as often as one earlier list had them."""
        asked: Counter[tuple[str, ...]] = Counter()
        answers = []
        for row, fate in zip(self.rows, fates, strict=True):
            if fate.outcome in ("review", "forwarded"):
                asked[row.facts] += 1
                earlier = [
                    sent
                    for sent in self.register.sent
                    if sent.facts == row.facts and sent.outcome in ("review", "forwarded")
                ]
                times = Counter(sent.batch for sent in earlier)
                if asked[row.facts] <= max(times.values(), default=0):
                    answers.append(self.known(row, fate, earlier))
                    continue
            answers.append(fate)
        return answers

    def known(self, row: Told, fate: Fate, earlier: list[Sent]) -> Fate:
        match = self.matches.get(row.k)
        here = match.person.uid if match and not match.several else None
        before = next((sent.person for sent in earlier if sent.person), None)
        return Fate("unchanged", "sent_before", "", here or before, fate.area)


def _one(found: list[tuple[Person, str]]) -> Match | None:
    """One person, or several; None for nobody."""
    if not found:
        return None
    persons = {person for person, _ in found}
    area = min(person.area for person in persons)
    return Match(found[0][0], min(rule for _, rule in found), area, several=len(persons) > 1)


def other_number(person: Person, row: Told) -> bool:
    """Whether a person has a number of the row's kind, and it is not this one."""
    if not row.solid or row.number is None or row.number in person.numbers:
        return False
    return any(kind == row.number[0] for kind, _ in person.numbers)


def agree(one: object, other: object) -> bool:
    """Whether two facts do not differ; what is unknown differs from nothing."""
    return one is None or other is None or one == other


def phone_rule(row: Told, person: Person) -> tuple[int, str]:
    """What it means that a telephone is shared, by rank; no rule where it means nothing."""
    stranger = (0, "") if row.solid else (14, "phone_other_name")
    born = row.born is not None and row.born == person.born
    if row.key is not None and row.key != person.key and not born:
        return stranger
    if other_number(person, row):
        return (13, "phone_other_id") if row.key == person.key else (0, "")
    if row.name == person.name:
        return 1, "phone_name"
    same_sex = row.sex is None or person.sex in ("", row.sex)
    if row.key == person.key and same_sex and agree(row.born, person.born):
        return 2, "phone_sound"
    if born and row.name and one_slip(row.name, person.name):
        return 3, "phone_close_birth"
    return stranger


def born_there(row: Told, person: Person) -> bool:
    """The village and the name agree already; the birth date too."""
    return row.born is not None and row.born == person.born


def behind_that_door(row: Told, person: Person) -> bool:
    """The same door: one address is the end of the other; sex, birth date and age do not differ."""
    if row.solid or row.address is None or min(len(row.address), len(person.address)) < 6:
        return False
    same = row.address.endswith(person.address) or person.address.endswith(row.address)
    numbered = any(sign in "0123456789" for sign in row.address)
    sex = row.sex is None or person.sex in ("", row.sex)
    age = row.age is None or person.born is None or abs(row.years_since(person.born) - row.age) <= 2
    return same and numbered and sex and agree(row.born, person.born) and age


def one_slip(one: str, other: str) -> bool:
    """Whether two names of three or more signs differ by one sign written, left out or exchanged."""
    if one == other or max(len(one), len(other)) < 3:
        return False
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) + 1:
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(long) != len(short):
        return False
    swapped = (one[:at] + one[at + 1] + one[at] + one[at + 2 :] == other for at in range(len(one) - 1))
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1 or any(swapped)
