-- purpose: slots of following up a temperature that did not come by its hour: first a call, then a knock
-- reads: control_measure, control_reading, control_encounter
-- writes: nothing
-- index: measure_by_area (area range, ends_by), reading_once_per_slot, encounter_by_person (person, on_date)
-- idempotency: a query
with missed as (
    select measure.id, measure.person_id, measure.person_uid, measure.area, measure.ended_at,
           clock.slot, clock.missed_at, late.happened_at as read_at, late.uid as read_uid
    from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) measure
    cross join (
        values ('am', (%(on_date)s::date + %(am_due)s) at time zone %(zone)s),
               ('pm', (%(on_date)s::date + %(pm_due)s) at time zone %(zone)s)
    ) as clock(slot, missed_at)
    left join control_reading late
      on late.person_id = measure.person_id and late.slot = clock.slot and late.on_date = %(on_date)s
     and not late.repeats and late.recorded_at <= %(known_at)s
    where measure.ends_by > %(on_date)s
      and measure.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
      and (late.happened_at is null or late.happened_at > clock.missed_at)
      and case when measure.readings_per_day >= 2 or (measure.readings_per_day = 1 and clock.slot = 'pm')
               then measure.duties_from <= %(on_date)s and measure.ends_on > %(on_date)s
                    and clock.missed_at < %(until_at)s and measure.issued_at < clock.missed_at
                    and (measure.ended_at is null or measure.ended_at >= clock.missed_at) end
),
followed as (
    select missed.*,
           least(min(encounter.happened_at), read_at) as tried_at,
           least(min(encounter.happened_at) filter (where encounter.kind <> 'call'
                                                       or encounter.outcome = 'reached'), read_at) as met_at,
           string_agg('encounter:' || encounter.uid, ' ' order by encounter.id) as encounters
    from missed
    left join control_encounter encounter
      on encounter.person_id = missed.person_id and encounter.on_date = %(on_date)s
     and encounter.kind in ('call', 'knock', 'visit')
     and encounter.happened_at >= missed.missed_at and encounter.recorded_at <= %(known_at)s
    group by missed.id, missed.person_id, missed.person_uid, missed.area, missed.ended_at, missed.slot,
             missed.missed_at, missed.read_at, missed.read_uid
)
select person_uid::text as subject_id,
       %(on_date)s::date || ' ' || slot || ' ' || step.name as ref,
       area,
       step.opens_at,
       step.due_at,
       least((%(on_date)s::date + 1)::timestamp at time zone %(zone)s, ended_at) as lapses_at,
       step.done_at,
       concat_ws(' ', 'reading:' || read_uid, encounters) as evidence
from followed
cross join lateral (
    values ('call', missed_at, missed_at + %(call_within)s, tried_at),
           ('knock', missed_at + %(call_within)s, missed_at + %(knock_within)s, met_at)
) as step(name, opens_at, due_at, done_at)
where step.name = 'call' or step.done_at is null or step.done_at >= step.opens_at
