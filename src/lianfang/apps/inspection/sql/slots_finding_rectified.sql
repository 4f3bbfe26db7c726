-- purpose: slots of rectifying a finding: from when it was found, and again from each re-check that failed
-- reads: inspection_finding, inspection_findingevent
-- writes: nothing
-- index: finding_by_area, finding_event_by_finding
-- idempotency: a query
with round as (
    select f.id, f.uid, f.area, f.kind, f.unit, f.mode, 0::bigint as after, 1::bigint as nth,
           f.happened_at as opens_at, f.due_at
    from inspection_finding f
    where f.area >= %(lo)s and f.area < %(hi)s and f.happened_at <= %(until_at)s and f.recorded_at <= %(known_at)s
    union all
    select f.id, f.uid, f.area, f.kind, f.unit, f.mode, e.id, 1 + row_number() over (partition by f.id order by e.id),
           e.happened_at, coalesce(e.due_at, e.happened_at + %(again_within)s)
    from inspection_finding f
    join inspection_findingevent e on e.finding_id = f.id
    where f.area >= %(lo)s and f.area < %(hi)s and e.kind = 'failed' and e.recorded_at <= %(known_at)s
)
select round.uid::text as subject_id,
       'round:' || round.nth as ref,
       round.area,
       round.opens_at,
       coalesce(raised.due_at, round.due_at) as due_at,
       coalesce(withdrawn.happened_at, 'infinity') as lapses_at,
       done.happened_at as done_at,
       'finding_event:' || done.uid as evidence,
       case
           when coalesce(raised.mode, round.mode) in ('county', 'city') then 'county_office'
           when round.kind in ('village', 'village_committee') then 'village_secretary'
           when round.kind = 'health_centre' then 'health_centre_head'
           when round.kind = 'police_station' then 'police_station_head'
           when round.kind = 'town_office' then 'town_clerk'
           else 'unit_head@' || round.unit
       end as post
from round
left join lateral (
    select e.id, e.uid, e.happened_at
    from inspection_findingevent e
    where e.finding_id = round.id and e.kind = 'rectified' and e.id > round.after and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) done on true
left join lateral (
    select e.due_at, e.mode
    from inspection_findingevent e
    where e.finding_id = round.id and e.kind = 'raised' and e.recorded_at <= %(known_at)s
      and e.id > round.after and (done.id is null or e.id < done.id)
    order by e.id desc
    limit 1
) raised on true
left join lateral (
    select e.happened_at
    from inspection_findingevent e
    where e.finding_id = round.id and e.kind = 'withdrawn' and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) withdrawn on true
where round.opens_at <= %(until_at)s and (done.happened_at is null or done.happened_at >= %(from_at)s)
