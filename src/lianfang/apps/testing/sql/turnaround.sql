-- purpose: how long results took since a moment, in hours from the first sample of a tube, point by point
-- reads: testing_tube, testing_tubeevent, testing_sample, testing_point
-- writes: nothing
-- index: tube_by_area, sample_place_once, tube_step_once
-- idempotency: a query
select coalesce(point.name, '') as point, count(*)::integer as tubes,
       count(*) filter (where took.result_at is null)::integer as open,
       round((percentile_cont(0.5) within group (order by took.hours))::numeric, 1)::float8 as median,
       round((percentile_cont(0.9) within group (order by took.hours))::numeric, 1)::float8 as ninth,
       count(*) filter (where coalesce(took.result_at, %(at)s) > took.sealed_at + %(within)s)::integer as late
from testing_tube tube
left join testing_point point on point.id = tube.point_id
cross join lateral (
    select result.happened_at as result_at, sealed.happened_at as sealed_at,
           extract(epoch from result.happened_at - first.happened_at) / 3600 as hours
    from (select min(s.happened_at) as happened_at from testing_sample s where s.tube_id = tube.id) first
    left join testing_tubeevent result on result.tube_id = tube.id and result.kind = 'resulted'
    left join testing_tubeevent sealed on sealed.tube_id = tube.id and sealed.kind = 'sealed'
) took
where tube.area >= %(lo)s and tube.area < %(hi)s and tube.recorded_at >= %(since)s
group by 1
order by 1
