-- purpose: slots of disinfecting a room after the last of its party left it
-- reads: facilities_lodging, facilities_lodgingevent, facilities_room, facilities_site, areas_unit
-- writes: nothing
-- index: foreign key index on party_id, lodging_event_by_lodging
-- idempotency: a query
select room.uid::text as subject_id,
       'party:' || party.party_id as ref,
       party.area,
       party.left_at as opens_at,
       party.left_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       party.cleaned_at as done_at,
       'room:' || room.uid || ' cleaned' as evidence,
       'unit_head@' || unit.uid as post
from (
    select stay.party_id, stay.room_id, stay.site_id, min(stay.area) as area,
           max(gone.happened_at) as left_at, max(cleaned.happened_at) as cleaned_at
    from facilities_lodging stay
    left join facilities_lodgingevent gone
      on gone.lodging_id = stay.id and gone.kind = 'left' and gone.recorded_at <= %(known_at)s
    left join facilities_lodgingevent cleaned
      on cleaned.lodging_id = stay.id and cleaned.kind = 'cleaned' and cleaned.recorded_at <= %(known_at)s
    left join facilities_lodgingevent cancelled
      on cancelled.lodging_id = stay.id and cancelled.kind = 'cancelled' and cancelled.recorded_at <= %(known_at)s
    where stay.area >= %(lo)s and stay.area < %(hi)s and stay.recorded_at <= %(known_at)s
      and cancelled.id is null
    group by stay.party_id, stay.room_id, stay.site_id
    having count(gone.id) = count(*)
) party
join facilities_room room on room.id = party.room_id
join facilities_site site on site.id = party.site_id
join areas_unit unit on unit.id = site.unit_id
where party.left_at <= %(until_at)s and (party.cleaned_at is null or party.cleaned_at >= %(from_at)s)
