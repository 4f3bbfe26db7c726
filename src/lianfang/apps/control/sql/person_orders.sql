-- purpose: every order over a person and the records merged into it, newest first, its phases in order
-- reads: people_person, control_measure, intake_withdrawal
-- writes: nothing
-- index: person_by_merge; control_measure.person_id; withdrawal_once
-- idempotency: a query
with recursive records as (
    select id from people_person where id = %(person_id)s
    union
    select p.id from people_person p join records r on p.merged_into_id = r.id
)
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at, m.issuer,
       exists (select from intake_withdrawal w where w.exposure_id = m.exposure_id) as withdrawn
from control_measure m
join records r on r.id = m.person_id
order by m.issued_at desc, m.series, m.step
