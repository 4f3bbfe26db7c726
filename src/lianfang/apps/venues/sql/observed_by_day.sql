-- purpose: how many stays began at a venue on each recent day
-- reads: venues_presence
-- writes: nothing
-- index: presence_by_place
-- idempotency: reads only
select (to_timestamp(begins) at time zone %(zone)s)::date as day, count(*) as stays
from venues_presence
where place_id = %(place)s and begins >= %(since)s
group by day
order by day desc
