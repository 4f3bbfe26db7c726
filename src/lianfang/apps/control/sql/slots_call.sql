-- purpose: slots of the calls of the day to a person under an order: two where two are asked for, else afternoon
-- reads: control_measure, control_encounter
-- writes: nothing
-- index: measure_by_area (area range, ends_by), contact_once_per_slot (person, on_date, slot)
-- idempotency: a query
select measure.person_uid::text as subject_id,
       %(on_date)s::date || ' ' || clock.slot as ref,
       measure.area,
       greatest(clock.opens_at, measure.issued_at) as opens_at,
       clock.due_at,
       (%(on_date)s::date + 1)::timestamp at time zone %(zone)s as lapses_at,
       contact.happened_at as done_at,
       'encounter:' || contact.uid as evidence
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) measure
cross join (
    values ('am', (%(on_date)s::date + %(am_opens)s) at time zone %(zone)s,
                  (%(on_date)s::date + %(am_due)s) at time zone %(zone)s),
           ('pm', (%(on_date)s::date + %(pm_opens)s) at time zone %(zone)s,
                  (%(on_date)s::date + %(pm_due)s) at time zone %(zone)s)
) as clock(slot, opens_at, due_at)
left join control_encounter contact
  on contact.person_id = measure.person_id and contact.slot = clock.slot and contact.on_date = %(on_date)s
 and not contact.slot = '' and not contact.repeats
 and contact.recorded_at <= %(known_at)s and contact.happened_at <= %(known_at)s
-- One case, not many conditions: the planner halves its expectation once, and joins the many by hash.
where measure.ends_by > %(on_date)s
  and measure.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and case when measure.calls_per_day >= 2 or (measure.calls_per_day = 1 and clock.slot = 'pm')
           then measure.duties_from <= %(on_date)s and measure.ends_on > %(on_date)s
                and clock.opens_at <= %(until_at)s and measure.issued_at < clock.due_at
                and (measure.ended_at is null or measure.ended_at >= clock.due_at) end
