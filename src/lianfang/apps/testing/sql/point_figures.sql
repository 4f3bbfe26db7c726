-- purpose: open sampling points with who waits, as last reported, and how many were sampled in the last hour
-- reads: testing_point, testing_queuereport, testing_tube, testing_sample
-- writes: nothing
-- index: queue_report_latest, tube_by_area, sample_place_once
-- idempotency: a query
select point.uid, point.area, point.name, point.address, point.per_hour, point.samplers, point.opens, point.closes,
       told.waiting, told.happened_at as told_at, coalesce(taken.samples, 0)::integer as taken
from testing_point point
left join lateral (
    select q.waiting, q.happened_at
    from testing_queuereport q
    where q.point_id = point.id and q.happened_at <= %(at)s
    order by q.happened_at desc, q.id desc
    limit 1
) told on true
left join (
    select tube.point_id, count(*) as samples
    from testing_tube tube
    join testing_sample sample on sample.tube_id = tube.id
    where tube.recorded_at > %(at)s - interval '1 day' and sample.happened_at > %(at)s - interval '1 hour'
      and sample.happened_at <= %(at)s
    group by tube.point_id
) taken on taken.point_id = point.id
where point.closed_at is null
order by point.area, point.name
