-- purpose: slots of letting go whoever waited at a fever clinic, once any door brought the result
-- reads: facilities_clinichold, areas_unit, control_testresult
-- writes: nothing
-- index: clinic_hold_by_area, test_by_person
-- idempotency: a query
select hold.uid::text as subject_id,
       'left' as ref,
       hold.area,
       test.recorded_at as opens_at,
       test.recorded_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when hold.ended_at <= %(known_at)s then hold.ended_at end as done_at,
       'clinic_hold:' || hold.uid || ' ended' as evidence,
       'unit_head@' || unit.uid as post
from facilities_clinichold hold
join areas_unit unit on unit.id = hold.unit_id
join lateral (
    select t.recorded_at
    from control_testresult t
    where t.person_id = hold.person_id and t.recorded_at > hold.happened_at and t.recorded_at <= %(known_at)s
      and t.sampled_on >= (hold.happened_at at time zone %(zone)s)::date
    order by t.recorded_at
    limit 1
) test on true
where hold.area >= %(lo)s and hold.area < %(hi)s
  and test.recorded_at <= %(until_at)s and hold.recorded_at <= %(known_at)s
  and (hold.ended_at is null or hold.ended_at >= greatest(%(from_at)s, test.recorded_at))
