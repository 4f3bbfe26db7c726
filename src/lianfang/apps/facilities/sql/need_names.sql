-- purpose: needs by their uids: of what kind, in which room, and of whom for one at home
-- reads: facilities_need, facilities_lodging, facilities_room, facilities_building
-- writes: nothing
-- index: need_uid_once, primary keys
-- idempotency: a query
select need.uid::text as uid, need.kind, need.person_uid::text as person,
       building.name || ' ' || room.number as room
from facilities_need need
left join facilities_lodging stay on stay.id = need.lodging_id
left join facilities_room room on room.id = stay.room_id
left join facilities_building building on building.id = room.building_id
where need.uid = any (%(uids)s::uuid[])
