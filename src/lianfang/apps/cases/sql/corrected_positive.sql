-- purpose: when the last positive result for a case's disease was taken back, where none stands beside it
-- reads: cases_case, people_person, control_testresult
-- writes: nothing
-- index: case_uid_once, person_by_merge, test_by_person, test_by_sample
-- idempotency: reads only
with own as (
    select r.id, r.sample, r.result, r.recorded_at
    from cases_case c
    join people_person p on p.id = c.person_id or p.merged_into_id = c.person_id
    join control_testresult r on r.person_id = p.id and r.disease = c.disease and r.recorded_at <= %(known_at)s
    where c.uid = %(case)s
), positive as (
    select o.id,
           (select min(x.recorded_at) from own x where x.sample = o.sample and x.id > o.id and x.result <> 'positive') as back
    from own o
    where o.result = 'positive'
)
select max(back) as corrected_at
from positive
having count(*) > 0 and count(*) = count(back)
