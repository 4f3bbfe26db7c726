-- purpose: the persons of readings, tests and checks, by the identity of the record
-- reads: control_reading, control_testresult, intake_check, people_person
-- writes: nothing
-- index: reading_alerting, check_by_area; those of areas
-- idempotency: a query
select found.id, p.uid::text as person
from (
    select r.uid::text as id, r.person_id from control_reading r
    where r.area >= %(lo)s and r.area < %(hi)s and r.uid = any(%(ids)s::uuid[])
    union all
    select t.uid::text, t.person_id from control_testresult t
    where t.area >= %(lo)s and t.area < %(hi)s and t.uid = any(%(ids)s::uuid[])
    union all
    select c.uid::text, c.person_id from intake_check c
    where c.area >= %(lo)s and c.area < %(hi)s and c.uid = any(%(ids)s::uuid[])
) found
join people_person p on p.id = found.person_id
