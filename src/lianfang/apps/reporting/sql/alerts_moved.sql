-- purpose: the persons of `alerts` by how far their transfer to the clinic has come; part: arrived, departed, open
-- reads: control_reading, control_encounter
-- writes: nothing
-- index: reading_alerting (area, on_date), reading_repeated (person, on_date, slot), encounter_by_person
-- idempotency: a query
select 'reading' as kind, a.uid::text as id, coalesce(t.outcome, 'open') as part
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
left join lateral (
    select e.outcome
    from control_encounter e
    where e.person_id = a.person_id and e.on_date >= %(on_date)s and e.kind = 'transfer'
      and e.outcome in ('arrived', 'departed')
      and e.happened_at >= a.happened_at and e.happened_at <= %(until_at)s and e.recorded_at <= %(known_at)s
    order by (e.outcome = 'arrived') desc, e.happened_at
    limit 1
) t on true
