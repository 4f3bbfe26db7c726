-- purpose: write the encounters among the records of the field; a second contact of a half of a day repeats
-- reads: control_observed (temporary), control_encounter
-- writes: control_encounter
-- index: contact_once_per_slot (person, on_date, slot)
-- idempotency: none: the identity of each record was taken before
insert into control_encounter
    (person_id, area, kind, on_date, slot, outcome, repeats, note, by, happened_at, recorded_at)
select o.person_id, o.area, o.kind, o.on_date, o.slot, o.outcome,
       o.slot <> '' and (row_number() over (partition by o.person_id, o.on_date, o.slot order by o.k) > 1
                         or exists (select from control_encounter c
                                    where c.person_id = o.person_id and c.on_date = o.on_date and c.slot = o.slot
                                      and c.slot <> '')),
       o.note, %(by)s, o.happened_at, %(at)s
from control_observed o
where o.reason is null and o.fate = 'met'
order by o.k
