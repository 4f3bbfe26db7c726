-- purpose: rooms by their uids, as they are called: site, building, number
-- reads: facilities_room, facilities_building, facilities_site, areas_unit
-- writes: nothing
-- index: room_uid_once
-- idempotency: a query
select room.uid::text as uid, unit.name || ' ' || building.name || ' ' || room.number as name
from facilities_room room
join facilities_building building on building.id = room.building_id
join facilities_site site on site.id = room.site_id
join areas_unit unit on unit.id = site.unit_id
where room.uid = any (%(uids)s::uuid[])
