-- purpose: slots of taking a person with fever or symptoms to the designated clinic, from the day's first alert
-- reads: control_reading, people_person, control_encounter
-- writes: nothing
-- index: reading_alerting (area, on_date), reading_repeated (person, on_date, slot), encounter_by_person
-- idempotency: a query
with alert as (
    select distinct on (reading.person_id, reading.on_date)
           reading.person_id, reading.area, reading.on_date, reading.happened_at as opens_at
    from control_reading reading
    where reading.area >= %(lo)s and reading.area < %(hi)s
      and (reading.celsius >= 37.3 or not reading.symptoms = '')
      and reading.on_date >= %(on_date)s::date - %(sought_days)s
      and reading.happened_at <= %(until_at)s and reading.recorded_at <= %(known_at)s
      and reading.person_id in (select id from people_person where uid in (select unnest(%(among)s::text::uuid[])))  -- among
      and not exists (
          select from control_reading later
          where later.repeats and later.person_id = reading.person_id
            and later.on_date = reading.on_date and later.slot = reading.slot
            and later.id > reading.id and later.recorded_at <= %(known_at)s
      )
    order by reading.person_id, reading.on_date, reading.happened_at, reading.id
)
select person.uid::text as subject_id,
       'alert ' || alert.on_date as ref,
       alert.area,
       alert.opens_at,
       alert.opens_at + %(within)s as due_at,
       alert.opens_at + %(sought)s as lapses_at,
       transfer.happened_at as done_at,
       'encounter:' || transfer.uid as evidence
from alert
join people_person person on person.id = alert.person_id
left join lateral (
    select encounter.happened_at, encounter.uid
    from control_encounter encounter
    where encounter.person_id = alert.person_id and encounter.kind = 'transfer' and encounter.outcome = 'arrived'
      and encounter.on_date >= alert.on_date and encounter.happened_at >= alert.opens_at
      and encounter.recorded_at <= %(known_at)s
    order by encounter.happened_at
    limit 1
) transfer on true
