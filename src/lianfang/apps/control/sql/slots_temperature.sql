-- purpose: slots of the temperatures of the day: morning where two are asked for, afternoon where one or two
-- reads: control_measure, control_reading
-- writes: nothing
-- index: measure_by_area (area range, ends_by), reading_once_per_slot (person, on_date, slot)
-- idempotency: a query
select measure.person_uid::text as subject_id,
       %(on_date)s::date || ' ' || clock.slot as ref,
       measure.area,
       greatest(clock.opens_at, measure.issued_at) as opens_at,
       clock.due_at,
       (%(on_date)s::date + 1)::timestamp at time zone %(zone)s as lapses_at,
       reading.happened_at as done_at,
       'reading:' || reading.uid as evidence
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) measure
cross join (
    values ('am', (%(on_date)s::date + %(am_opens)s) at time zone %(zone)s,
                  (%(on_date)s::date + %(am_due)s) at time zone %(zone)s),
           ('pm', (%(on_date)s::date + %(pm_opens)s) at time zone %(zone)s,
                  (%(on_date)s::date + %(pm_due)s) at time zone %(zone)s)
) as clock(slot, opens_at, due_at)
left join control_reading reading
  on reading.person_id = measure.person_id and reading.slot = clock.slot and reading.on_date = %(on_date)s
 and not reading.repeats and reading.recorded_at <= %(known_at)s and reading.happened_at <= %(known_at)s
-- One case, not many conditions: the planner halves its expectation once, and joins the many by hash.
where measure.ends_by > %(on_date)s
  and measure.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and case when measure.readings_per_day >= 2 or (measure.readings_per_day = 1 and clock.slot = 'pm')
           then measure.duties_from <= %(on_date)s and measure.ends_on > %(on_date)s
                and clock.opens_at <= %(until_at)s and measure.issued_at < clock.due_at
                and (measure.ended_at is null or measure.ended_at >= clock.due_at) end
