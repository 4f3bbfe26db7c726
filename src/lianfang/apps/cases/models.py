"""Tables of cases: outbreaks, cases, what doctors say of them and what is done about them."""

from django.db import models
from django.db.models import F, Q

from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, Recorded, not_ahead


class Outbreak(Recorded):
    """Cases of one disease in one place that are looked at together; its code is what people call it by."""

    lock = rows.in_scope_or_above()

    uid = uid()
    code = CodeField()
    name = models.TextField()
    disease = CodeField()
    area = AreaField()
    begins_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="outbreak_uid_once"),
            models.UniqueConstraint(fields=["code"], name="outbreak_code_once"),
        ]
        indexes = [models.Index(fields=["area", "disease"], name="outbreak_by_area")]


class Case(Recorded):
    """A person who has, or may have, the disease of an outbreak; what is known of it follows from its events.

    `held_in` and `post` say who investigates: the head of the county's centre for disease control. `unit` is
    who reports. `key` is what the file called it that it came from, `trajectory_hours` the
    clock of its core trajectory by the policy of the day on which it was registered.
    """

    lends = rows.lends("people_person", by="person_id")  # investigated here, wherever the person lives

    uid = uid()
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="cases")
    sequence = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    held_in = AreaField()
    post = CodeField()
    unit = models.UUIDField(null=True)
    disease = CodeField()
    found_through = CodeField()
    key = models.TextField(default="")
    trajectory_hours = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="case_uid_once"),
            models.UniqueConstraint(fields=["outbreak", "sequence"], name="case_number_once"),
            models.UniqueConstraint(fields=["outbreak", "person"], name="case_person_once"),
            models.UniqueConstraint(fields=["outbreak", "key"], condition=~Q(key=""), name="case_key_once"),
        ]
        indexes = [
            models.Index(fields=["area"], name="case_by_area"),
            models.Index(fields=["held_in"], name="case_by_holder"),
        ]


class CaseEvent(Observed):
    """What happened to a case; a statement of doctors carries all that they say, and is never altered."""

    lock = rows.following("cases_case", id="case_id")

    uid = uid()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = CodeField()
    classification = CodeField(default="")
    onset_on = models.DateField(null=True)
    sampled_on = models.DateField(null=True)
    diagnosed_at = models.DateTimeField(null=True)
    died_on = models.DateField(null=True)
    card = models.JSONField(default=dict)
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="case_event_uid_once"),
            not_ahead("case_event_not_ahead"),
            models.CheckConstraint(
                condition=Q(kind="stated") & ~Q(classification="")
                | Q(kind__in=["reported", "trajectory", "investigated"]) & Q(classification=""),
                name="case_event_known",
            ),
        ]


class Link(Recorded):
    """From whom a case caught it, as believed from then on; without an infector the link is taken back."""

    lock = rows.following("cases_case", id="case_id")

    uid = uid()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    infector = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="led_to")
    certainty = CodeField(default="")
    setting = CodeField(default="")
    ground = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="link_uid_once"),
            models.CheckConstraint(
                condition=Q(infector=None) | ~Q(infector=F("case")), name="link_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(infector=None) | ~Q(certainty="") & ~Q(setting=""), name="link_says_how"
            ),
        ]


class Nearness(Recorded):
    """Somebody who was with a case, or with a close contact of it (`through`): where, when, how near.

    As in observations, `person` below zero is a visitor of venues whom the register does not know.
    """

    lock = rows.following("cases_case", id="case_id")
    lends = rows.lends("people_person", by="person_id")  # met by a case here, wherever the person lives

    uid = uid()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="nearnesses")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    through = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    source = CodeField()
    situation = CodeField()
    vehicle = CodeField(default="")
    rows_apart = models.SmallIntegerField(null=True)
    place = models.TextField(default="")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="nearness_uid_once"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="nearness_has_an_end"),
            not_ahead("nearness_not_ahead", moment="until"),
            models.CheckConstraint(
                condition=Q(through=None) | ~Q(through=F("person")), name="nearness_of_two"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "person"], name="nearness_of_strangers", condition=Q(person__lt=0))
        ]


class StrangerFate(Recorded):
    """What became of a visitor who was with a case: found to be a person, or a reason why not."""

    lock = rows.following("cases_case", id="case_id")

    uid = uid()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="strangers", db_index=False)
    visitor = models.BigIntegerField()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="stranger_fate_uid_once"),
            models.UniqueConstraint(fields=["case", "visitor"], name="stranger_fate_once"),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(reason=""), name="stranger_found_or_says_why"
            ),
        ]


class Contact(models.Model):
    """A person who is, or was, judged a contact of a case; how it stands is its latest judgement."""

    lock = rows.in_scope("area", "held_in")
    lends = rows.lends("people_person", by="person_id")  # judged here, wherever the person lives

    uid = uid()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    held_in = AreaField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="contact_uid_once"),
            models.UniqueConstraint(fields=["case", "person"], name="contact_once"),
        ]
        indexes = [models.Index(fields=["held_in"], name="contact_by_holder")]


class Judgement(Recorded):
    """How a contact was judged at a moment, by which rule of the table; one that no longer holds says why."""

    lock = rows.following("cases_contact", id="contact_id")

    uid = uid()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="judgements")
    degree = models.SmallIntegerField()
    rule = CodeField()
    window_from = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    holds = models.BooleanField()
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="judgement_uid_once"),
            models.CheckConstraint(condition=Q(degree__in=[1, 2]), name="judgement_degree_known"),
            models.CheckConstraint(
                condition=Q(holds=True) | ~Q(reason=""), name="judgement_dropped_says_why"
            ),
        ]


class StayVersion(Recorded):
    """Where a case was, as one team wrote it at a moment; of a stay the latest version counts.

    Nobody overwrites what another team wrote meanwhile: theirs becomes a stay of its own, `beside` that one.
    """

    lock = rows.following("cases_case", id="case_id")

    uid = uid()
    stay = models.UUIDField()
    version = models.IntegerField()
    beside = models.UUIDField(null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stays")
    team = CodeField()
    place = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = models.TextField(default="")
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="stay_version_uid_once"),
            models.UniqueConstraint(fields=["stay", "version"], name="stay_version_once"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="stay_has_an_end"),
        ]


class PositiveAside(Recorded):
    """A positive result of control of which no case is made, and why."""

    lends = rows.lends("people_person", by="person_id")  # positive here, wherever the person lives

    uid = uid()
    result = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="aside_uid_once"),
            models.UniqueConstraint(fields=["result"], name="aside_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="aside_says_why"),
        ]


class Letter(Recorded):
    """A letter about contacts, to another place or from one; what became of it is told by its events.

    `area` is the county that wrote it, or that received it from outside; `other_area` the county at the other
    end where the register has it, else `other` alone says who. `held_in` and `post` say who must act: the
    centre that received it, or, where the other end is outside, the own one, which asks after it.
    """

    lock = rows.in_scope("area", "held_in")

    uid = uid()
    outgoing = models.BooleanField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="letters")
    area = AreaField()
    other = models.TextField()
    other_area = CodeField(default="")
    held_in = AreaField()
    post = CodeField()
    number = CodeField()
    disease = CodeField()
    asked = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="letter_uid_once"),
            models.UniqueConstraint(
                fields=["area", "outgoing", "other", "number"], name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(outgoing=False) | Q(case__isnull=False), name="letter_of_a_case"
            ),
            not_ahead("letter_not_ahead", moment="sent_at"),
        ]
        indexes = [models.Index(fields=["held_in"], name="letter_by_holder")]


class LetterPerson(models.Model):
    """A person whom a letter is about: what they are to the case, and when they were last with it."""

    lock = rows.following("cases_letter", id="letter_id")
    lends = rows.lends("people_person", by="person_id")  # written about here, wherever the person lives

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="persons", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    degree = models.SmallIntegerField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="letter_person_once"),
            models.CheckConstraint(condition=Q(degree__in=[1, 2]), name="letter_person_degree_known"),
        ]


class LetterEvent(Observed):
    """A letter was acknowledged, or answered; each once."""

    lock = rows.following("cases_letter", id="letter_id")

    uid = uid()
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = CodeField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="letter_event_uid_once"),
            models.UniqueConstraint(fields=["letter", "kind"], name="letter_event_once"),
            models.CheckConstraint(condition=Q(kind="acknowledged") | ~Q(note=""), name="letter_answer_says"),
            not_ahead("letter_event_not_ahead"),
        ]
