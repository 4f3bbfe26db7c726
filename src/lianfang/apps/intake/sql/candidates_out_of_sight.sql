-- purpose: the persons that a row in review may be and that the session may not see
-- reads: intake_candidate, people_person
-- writes: nothing
-- index: candidate_once, people_person primary key
-- idempotency: a query
select c.person_id
from intake_candidate c
where c.batch_id = %(batch)s and c.sheet_no = %(sheet)s and c.row_no = %(row)s and c.part = %(part)s
  and not exists (select from people_person p where p.id = c.person_id)
order by c.id
