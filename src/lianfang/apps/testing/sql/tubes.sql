-- purpose: tubes of an area range as they are now, the newest first; or those of some codes
-- reads: testing_tube, testing_tubeevent, testing_sample, testing_point, testing_round
-- writes: nothing
-- index: tube_by_area, tube_code_once, tube_step_once, sample_place_once
-- idempotency: a query
select tube.uid, tube.id, tube.area, tube.disease, tube.code, tube.kind, tube.size, tube.state, held.samples::integer as samples,
       point.name as point, round.number as round, tube.recorded_at as opened_at,
       coalesce(last.happened_at, tube.recorded_at) as since, sealed.happened_at as sealed_at,
       coalesce(said.result, '') as result, said.happened_at as found_at
from testing_tube tube
left join testing_point point on point.id = tube.point_id
left join testing_round round on round.id = tube.round_id
left join testing_tubeevent last on last.tube_id = tube.id and last.step = tube.step
left join testing_tubeevent sealed on sealed.tube_id = tube.id and sealed.kind = 'sealed'
left join lateral (
    select e.result, e.happened_at from testing_tubeevent e where e.tube_id = tube.id and e.result <> ''
    order by e.step desc limit 1
) said on true
cross join lateral (select count(*) as samples from testing_sample s where s.tube_id = tube.id) held
where tube.area >= %(lo)s and tube.area < %(hi)s
  and (%(codes)s::text[] is null or tube.code = any(%(codes)s))
  and (%(states)s::text[] is null or tube.state = any(%(states)s))
  and (%(point)s::uuid is null or point.uid = %(point)s)
order by tube.recorded_at desc, tube.id desc
limit %(limit)s
