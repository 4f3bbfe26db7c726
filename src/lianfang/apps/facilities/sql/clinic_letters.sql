-- purpose: letters of clinics that lie with an area range: those that nobody acknowledged first, then those of late
-- reads: facilities_clinicletter, areas_unit
-- writes: nothing
-- index: clinic_letter_by_area
-- idempotency: a query
select letter.uid, letter.area, letter.outside, unit.name as clinic, letter.person_uid::text as person, letter.home,
       letter.ground, letter.end, letter.end_note, letter.happened_at as sampled_at, letter.ended_at,
       letter.acknowledged_at, letter.acknowledged_by
from facilities_clinicletter letter
join areas_unit unit on unit.id = letter.unit_id
where letter.area >= %(lo)s and letter.area < %(hi)s
  and (%(own)s::uuid is null or (letter.outside and unit.uid = %(own)s))
  and (%(uid)s::uuid is null or letter.uid = %(uid)s)
  and (%(uid)s::uuid is not null or letter.acknowledged_at is null or letter.acknowledged_at > %(since)s)
order by letter.acknowledged_at is not null, letter.ended_at, letter.id
limit 500
