-- purpose: stays that are recent no longer
-- reads: venues_presence, venues_venue
-- writes: venues_presence
-- index: venue_by_area; presence_by_place
-- idempotency: deletes what is left of what is due
delete from venues_presence p
using venues_venue v
where v.id = p.place_id and v.area >= %(lo)s and v.area < %(hi)s and p.begins < extract(epoch from %(before_at)s::timestamptz)
