-- purpose: slots of the result of a tube: from its sealing, within the hours of everybody who is to be tested
-- reads: testing_tube, testing_tubeevent
-- writes: nothing
-- index: tube_by_area, tube_step_once
-- idempotency: a query
select tube.uid::text as subject_id,
       'tube:' || tube.code as ref,
       tube.area,
       sealed.happened_at as opens_at,
       sealed.happened_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       result.happened_at as done_at,
       'tube_event:' || result.uid as evidence
from testing_tube tube
join testing_tubeevent sealed
  on sealed.tube_id = tube.id and sealed.kind = 'sealed' and sealed.recorded_at <= %(known_at)s
left join testing_tubeevent result
  on result.tube_id = tube.id and result.kind = 'resulted' and result.recorded_at <= %(known_at)s
where tube.area >= %(lo)s and tube.area < %(hi)s and sealed.happened_at <= %(until_at)s
  and (result.happened_at is null or result.happened_at >= %(from_at)s)
