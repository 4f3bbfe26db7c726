-- purpose: slots of re-checking what was reported as rectified, by the office that inspects
-- reads: inspection_findingevent, inspection_finding
-- writes: nothing
-- index: finding_by_area, finding_event_by_finding
-- idempotency: a query
select f.uid::text as subject_id,
       'recheck:' || told.id as ref,
       f.area,
       told.happened_at as opens_at,
       told.happened_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       done.happened_at as done_at,
       'finding_event:' || done.uid as evidence
from inspection_finding f
join inspection_findingevent told on told.finding_id = f.id and told.kind = 'rectified'
left join lateral (
    select e.happened_at, e.uid
    from inspection_findingevent e
    where e.finding_id = f.id and e.id > told.id and e.kind in ('passed', 'failed') and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) done on true
where f.area >= %(lo)s and f.area < %(hi)s
  and told.happened_at <= %(until_at)s and told.recorded_at <= %(known_at)s
  and (done.happened_at is null or done.happened_at >= %(from_at)s)
