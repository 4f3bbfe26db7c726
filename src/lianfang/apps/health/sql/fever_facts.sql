-- purpose: of some persons with an open fever: the reading that raised it, and the last step of the transfer
-- reads: people_person, control_reading, control_encounter
-- writes: nothing
-- index: person_uid_once, reading_once_per_slot (person, on_date), encounter_by_person
-- idempotency: reads only
select asked.person, read.celsius, read.symptoms, moved.outcome, moved.happened_at as moved_at
from unnest(%(persons)s::uuid[], %(since)s::timestamptz[]) as asked(person, since)
join people_person person on person.uid = asked.person
left join lateral (
    select reading.celsius, reading.symptoms
    from control_reading reading
    where reading.person_id = person.id and reading.on_date >= (asked.since at time zone %(zone)s)::date
      and reading.recorded_at <= %(at)s
    order by reading.celsius desc, reading.id desc
    limit 1
) read on true
left join lateral (
    select encounter.outcome, encounter.happened_at
    from control_encounter encounter
    where encounter.person_id = person.id and encounter.kind = 'transfer'
      and encounter.on_date >= (asked.since at time zone %(zone)s)::date
      and encounter.happened_at >= asked.since and encounter.recorded_at <= %(at)s
    order by encounter.happened_at desc, encounter.id desc
    limit 1
) moved on true
