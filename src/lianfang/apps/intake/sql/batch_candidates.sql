-- purpose: the persons that the rows in review of a list may be, with the evidence for and against
-- reads: intake_candidate, people_person
-- writes: nothing
-- index: candidate_once, people_person primary key
-- idempotency: a query
select c.sheet_no, c.row_no as row, c.part, p.uid::text as person, p.name, p.area, c.rule, c.agrees::text as agrees, c.differs::text as differs
from intake_candidate c
join people_person p on p.id = c.person_id
where c.batch_id = %(batch)s
  and (%(row)s::int is null or c.sheet_no = %(sheet)s::int and c.row_no = %(row)s::int and c.part = %(part)s::int)
order by c.sheet_no, c.row_no, c.part, c.id
