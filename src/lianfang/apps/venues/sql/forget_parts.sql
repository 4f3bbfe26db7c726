-- purpose: days of the lake whose purpose is over: their files are named no longer, and are swept away
-- reads: venues_part, venues_load
-- writes: venues_part
-- index: part_by_day, primary key of venues_load
-- idempotency: deletes what is left of what is due
delete from venues_part p
using venues_load l
where l.id = p.load_id and p.day < %(before_on)s and l.area >= %(lo)s and l.area < %(hi)s
