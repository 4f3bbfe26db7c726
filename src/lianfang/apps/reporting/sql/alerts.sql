-- purpose: persons with fever or symptoms on the day by the last word on each slot; part: fever before symptom
-- reads: control_reading
-- writes: nothing
-- index: reading_alerting (area, on_date), reading_repeated (person, on_date, slot)
-- idempotency: a query
-- 37.3 is control's FEVER_CELSIUS; a corrected reading no longer counts.
select 'reading' as kind, a.uid::text as id, case when a.fever then 'fever' else 'symptom' end as part
from (
    select distinct on (r.person_id) r.person_id, r.uid, r.happened_at, r.celsius >= 37.3 as fever
    from control_reading r
    where r.area >= %(lo)s and r.area < %(hi)s and r.on_date = %(on_date)s
      and (r.celsius >= 37.3 or not r.symptoms = '')
      and r.happened_at <= %(until_at)s and r.recorded_at <= %(known_at)s
      and not exists (
          select from control_reading later
          where later.repeats and later.person_id = r.person_id
            and later.on_date = r.on_date and later.slot = r.slot
            and later.id > r.id and later.recorded_at <= %(known_at)s
      )
    order by r.person_id, (r.celsius >= 37.3) desc, r.happened_at, r.id
) a
