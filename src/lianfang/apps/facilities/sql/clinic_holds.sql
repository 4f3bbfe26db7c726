-- purpose: who waits at fever clinics of an area range for a result, and who went lately; the first result counts
-- reads: facilities_clinichold, areas_unit, control_testresult
-- writes: nothing
-- index: clinic_hold_by_area, test_by_person
-- idempotency: a query
select hold.uid, hold.id, hold.area, unit.uid as unit, unit.name as clinic, hold.person_uid::text as person, hold.ground,
       hold.note, hold.home, hold.happened_at as began_at, hold.due_at, coalesce(test.result, '') as result,
       test.recorded_at as result_at, hold.ended_at, hold.end, hold.end_note
from facilities_clinichold hold
join areas_unit unit on unit.id = hold.unit_id
left join lateral (
    select t.result, t.recorded_at
    from control_testresult t
    where t.person_id = hold.person_id and t.recorded_at > hold.happened_at and t.recorded_at <= %(at)s
      and t.sampled_on >= (hold.happened_at at time zone %(zone)s)::date
    order by t.recorded_at
    limit 1
) test on true
where hold.area >= %(lo)s and hold.area < %(hi)s
  and (%(own)s::uuid is null or unit.uid = %(own)s)
  and (%(uid)s::uuid is null or hold.uid = %(uid)s)
  and (%(uid)s::uuid is not null or hold.ended_at is null or hold.ended_at > %(since)s)
order by hold.ended_at is not null, hold.due_at, hold.id
limit 500
