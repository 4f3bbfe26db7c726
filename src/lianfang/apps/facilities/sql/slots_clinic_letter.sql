-- purpose: slots of acknowledging a letter of a fever clinic by who answers at home; the clinic's own to elsewhere
-- reads: facilities_clinicletter, areas_unit
-- writes: nothing
-- index: clinic_letter_by_area
-- idempotency: a query
select letter.uid::text as subject_id,
       'letter' as ref,
       letter.area,
       letter.ended_at as opens_at,
       letter.ended_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when letter.acknowledged_at <= %(known_at)s then letter.acknowledged_at end as done_at,
       'clinic_letter:' || letter.uid || ' acknowledged' as evidence,
       case when letter.outside then 'unit_head@' || unit.uid else 'health_centre_head' end as post
from facilities_clinicletter letter
join areas_unit unit on unit.id = letter.unit_id
where letter.area >= %(lo)s and letter.area < %(hi)s
  and letter.ended_at <= %(until_at)s and letter.recorded_at <= %(known_at)s
  and (letter.acknowledged_at is null or letter.acknowledged_at >= %(from_at)s)
