-- purpose: count the rows of a list by outcome, as they were written, and what would be wrong with them
-- reads: intake_row, people_person
-- writes: nothing
-- index: intake_row primary key
-- idempotency: reads only
--
-- misplaced  a person against the outcome, or none where there must be one
-- dangling   a person who does not exist
-- unkept     a row at which somebody must look, without its content
select count(*) as rows,
       count(*) filter (where r.outcome = 'matched') as matched,
       count(*) filter (where r.outcome = 'created') as created,
       count(*) filter (where r.outcome = 'review') as review,
       count(*) filter (where r.outcome = 'rejected') as rejected,
       count(*) filter (where r.outcome = 'forwarded') as forwarded,
       count(*) filter (where r.outcome = 'unchanged') as unchanged,
       count(*) filter (where r.outcome in ('matched', 'created') and r.person_id is null
                           or r.outcome in ('review', 'rejected') and r.person_id is not null) as misplaced,
       count(*) filter (where r.person_id is not null and p.id is null) as dangling,
       count(*) filter (where r.outcome in ('review', 'rejected', 'forwarded') and r.sealed is null) as unkept
from intake_row r
left join people_person p on p.id = r.person_id
where r.batch_id = %(batch)s
