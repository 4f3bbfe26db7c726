-- purpose: rooms of a site at a moment, with who is in them; rooms of other zones are no rooms for people
-- reads: facilities_room, facilities_building, facilities_lodging, facilities_party
-- writes: nothing
-- index: room_by_site, lodging_by_site
-- idempotency: a query
select room.uid, room.id, building.name as building, room.floor, room.number, room.beds, room.accessible,
       room.distance,
       case when held.room_id is null then 'free' when held.arrived > 0 then 'occupied'
            when cardinality(held.persons) > 0 then 'assigned' else 'dirty' end as state,
       coalesce(held.reason, '') as reason, coalesce(held.persons, '{}') as persons,
       coalesce(held.lodgings, '{}') as lodgings, coalesce(held.arrived, 0)::integer as arrived
from facilities_room room
join facilities_building building on building.id = room.building_id
left join (
    select l.room_id,
           array_agg(l.person_uid::text order by l.id) filter (where l.during @> %(at)s) as persons,
           array_agg(l.uid::text order by l.id) filter (where l.during @> %(at)s) as lodgings,
           count(*) filter (where l.during @> %(at)s and l.arrived_at <= %(at)s) as arrived,
           min(p.reason) as reason
    from facilities_lodging l
    join facilities_party p on p.id = l.party_id
    where l.site_id = %(site_id)s and l.room_held @> %(at)s
    group by l.room_id
) held on held.room_id = room.id
where room.site_id = %(site_id)s and room.zone = 'living'
order by building.distance, building.name, room.floor, length(room.number), room.number
