-- purpose: slots of the result for which somebody waits at a fever clinic; who went without one lapses
-- reads: facilities_clinichold, areas_unit, control_testresult
-- writes: nothing
-- index: clinic_hold_by_area, test_by_person
-- idempotency: a query
select hold.uid::text as subject_id,
       'result' as ref,
       hold.area,
       hold.happened_at as opens_at,
       hold.due_at,
       case when hold.end = 'without_result' then hold.ended_at else 'infinity' end as lapses_at,
       coalesce(test.recorded_at, case when hold.end <> 'without_result' then hold.ended_at end) as done_at,
       'clinic_hold:' || hold.uid || ' result' as evidence,
       'unit_head@' || unit.uid as post
from facilities_clinichold hold
join areas_unit unit on unit.id = hold.unit_id
left join lateral (
    select min(t.recorded_at) as recorded_at
    from control_testresult t
    where t.person_id = hold.person_id and t.recorded_at > hold.happened_at and t.recorded_at <= %(known_at)s
      and t.sampled_on >= (hold.happened_at at time zone %(zone)s)::date
) test on true
where hold.area >= %(lo)s and hold.area < %(hi)s
  and hold.happened_at <= %(until_at)s and hold.recorded_at <= %(known_at)s
  and (hold.ended_at is null or hold.ended_at >= %(from_at)s)
