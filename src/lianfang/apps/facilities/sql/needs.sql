-- purpose: what people of an area range need who are held apart: the open ones, oldest first, then those of late
-- reads: facilities_need, facilities_needevent, facilities_lodging, facilities_site, areas_unit, facilities_room,
--   facilities_building
-- writes: nothing
-- index: need_by_area, need_event_by_need, primary keys
-- idempotency: a query
with known as (
    select need.uid, need.id, need.area, need.person_uid::text as person, site.uid as site,
           coalesce(unit.name || ' ' || building.name || ' ' || room.number, '') as place,
           need.kind, need.text, need.post, need.happened_at as asked_at, need.acknowledge_by, need.every,
           done.acknowledged_at, done.answered_at,
           least(done.ended_at, case when stay.id is not null then upper(stay.during) end) as ended_at, need.due_at
    from facilities_need need
    left join facilities_lodging stay on stay.id = need.lodging_id
    left join facilities_site site on site.id = stay.site_id
    left join areas_unit unit on unit.id = site.unit_id
    left join facilities_room room on room.id = stay.room_id
    left join facilities_building building on building.id = room.building_id
    cross join lateral (
        select min(e.happened_at) as acknowledged_at,
               max(e.happened_at) filter (where e.kind = 'answered') as answered_at,
               min(e.happened_at) filter (where e.kind = 'ended') as ended_at
        from facilities_needevent e
        where e.need_id = need.id
    ) done
    where need.area >= %(lo)s and need.area < %(hi)s
      and (%(own)s::uuid is null or unit.uid = %(own)s)
      and (%(uid)s::uuid is null or need.uid = %(uid)s)
)
select known.*
from known
cross join lateral (
    select known.ended_at is not null or (known.answered_at is not null and known.every is null) as over
) state
where %(uid)s::uuid is not null or not state.over or greatest(known.ended_at, known.answered_at) > %(since)s
order by state.over, known.id
limit 500
