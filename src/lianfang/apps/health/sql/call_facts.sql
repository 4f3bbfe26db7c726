-- purpose: of some persons without a temperature: today's calls in this half of the day, the earlier temperature
-- reads: people_person, control_reading, control_encounter
-- writes: nothing
-- index: person_uid_once, encounter_by_person (person, on_date), reading_once_per_slot
-- idempotency: reads only
select person.uid as person, coalesce(called.calls, 0) as calls, called.called_at, coalesce(called.outcome, '') as outcome,
       earlier.celsius as earlier
from people_person person
left join lateral (
    select count(*) as calls, max(encounter.happened_at) as called_at,
           (array_agg(encounter.outcome order by encounter.happened_at desc, encounter.id desc))[1] as outcome
    from control_encounter encounter
    where encounter.person_id = person.id and encounter.on_date = %(on)s and encounter.kind = 'call'
      and encounter.happened_at >= %(opens_at)s and encounter.recorded_at <= %(at)s
) called on true
left join lateral (
    select reading.celsius
    from control_reading reading
    where reading.person_id = person.id and reading.on_date = %(on)s and reading.recorded_at <= %(at)s
    order by reading.happened_at desc, reading.id desc
    limit 1
) earlier on true
where person.uid = any (%(persons)s::uuid[])
