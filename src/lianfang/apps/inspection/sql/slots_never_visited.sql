-- purpose: slots of visiting each target of a kind within the days of its norm, since the last visit or the beginning
-- reads: areas_area, areas_edition, areas_unit, inspection_visit
-- writes: nothing
-- index: area_code_current_once, visit_by_target
-- idempotency: a query
--
-- The slot stands at the county, whose office inspects: no place is told that it will be looked at. It opens some
-- days before it is due, so that the list names those whose time has nearly come.
with norm as (
    select kind, days
    from unnest(%(kinds)s::text[], %(days)s::integer[]) norm(kind, days)
),
county as (
    select code, left(code, 4) as city, (select min(loaded_at) from areas_edition) as since
    from areas_area
    where level = 3 and until_edition_id is null and code >= %(lo)s and code < %(hi)s
      and exists (select from areas_area below where below.code like areas_area.code || '%%' and below.level = 5)
),
target as (
    select norm.kind, place.code collate "C" as target, county.code as area, county.since, norm.days
    from norm
    join county on norm.kind = 'village'
    join areas_area place on place.level = 5 and place.until_edition_id is null and starts_with(place.code, county.code)
    union all
    select norm.kind, unit.uid::text collate "C", county.code, county.since, norm.days
    from norm
    join areas_unit unit on unit.kind = norm.kind
    join county on starts_with(unit.area, county.code)
),
begun as (
    select kind, target, area, days, since as after
    from target
    union all
    select target.kind, target.target, target.area, target.days, visit.happened_at
    from target
    join inspection_visit visit on visit.target = target.target and visit.kind = target.kind
    where visit.recorded_at <= %(known_at)s
),
slot as (
    select begun.*,
           after + make_interval(days => days) as due_at,
           after + make_interval(days => days) - least(%(notice)s::interval, make_interval(days => days) / 2) as opens_at
    from begun
    where after + make_interval(days => days) - least(%(notice)s::interval, make_interval(days => days) / 2)
          <= %(until_at)s
)
select slot.target as subject_id,
       slot.kind || to_char(slot.after at time zone %(zone)s, ' YYYY-MM-DD HH24:MI') as ref,
       slot.area,
       slot.opens_at,
       slot.due_at,
       'infinity'::timestamptz as lapses_at,
       next.happened_at as done_at,
       'visit:' || next.client_id as evidence
from slot
left join lateral (
    select visit.happened_at, visit.client_id
    from inspection_visit visit
    where visit.target = slot.target and visit.kind = slot.kind and visit.happened_at > slot.after
      and visit.recorded_at <= %(known_at)s
    order by visit.happened_at
    limit 1
) next on true
where (next.happened_at is null or (next.happened_at >= slot.opens_at and next.happened_at >= %(from_at)s))
