-- purpose: sites of an area range at a moment: rooms of the living zone and how they stand, the last verification
-- reads: facilities_site, areas_unit, facilities_siteevent, facilities_room, facilities_lodging, facilities_verification
-- writes: nothing
-- index: site_by_area, site_event_by_site, room_by_site, lodging_by_site, verification_by_site
-- idempotency: a query
with held as (
    select l.site_id, l.room_id,
           bool_or(l.during @> %(at)s) as lived,
           coalesce(bool_or(l.during @> %(at)s and l.arrived_at <= %(at)s), false) as arrived,
           count(*) filter (where l.during @> %(at)s) as persons
    from facilities_lodging l
    join facilities_site s on s.id = l.site_id
    where s.area >= %(lo)s and s.area < %(hi)s and l.room_held @> %(at)s
    group by l.site_id, l.room_id
), standing as (
    select site_id, count(*) filter (where lived and not arrived) as assigned,
           count(*) filter (where arrived) as occupied, count(*) filter (where not lived) as dirty,
           sum(persons) as persons
    from held
    group by site_id
)
select site.uid, site.id, site.area, unit.uid as unit, unit.name, unit.kind, site.capacity,
       state.kind as readiness, state.happened_at as since, rooms.rooms::integer, rooms.accessible::integer,
       coalesce(standing.assigned, 0)::integer as assigned, coalesce(standing.occupied, 0)::integer as occupied,
       coalesce(standing.dirty, 0)::integer as dirty, coalesce(standing.persons, 0)::integer as persons,
       seen.happened_at as verified_at, seen.counted, coalesce(seen.unmet, '{}') as unmet
from facilities_site site
join areas_unit unit on unit.id = site.unit_id
join lateral (
    select e.kind, e.happened_at
    from facilities_siteevent e
    where e.site_id = site.id and e.happened_at <= %(at)s
    order by e.id desc
    limit 1
) state on true
cross join lateral (
    select count(*) as rooms, count(*) filter (where r.accessible) as accessible
    from facilities_room r
    where r.site_id = site.id and r.zone = 'living'
) rooms
left join standing on standing.site_id = site.id
left join lateral (
    select v.happened_at, v.counted, v.unmet
    from facilities_verification v
    where v.site_id = site.id and v.happened_at <= %(at)s
    order by v.happened_at desc, v.id desc
    limit 1
) seen on true
where site.area >= %(lo)s and site.area < %(hi)s
  and (%(own)s::uuid is null or unit.uid = %(own)s)
  and (%(uid)s::uuid is null or site.uid = %(uid)s)
order by site.area, unit.name
