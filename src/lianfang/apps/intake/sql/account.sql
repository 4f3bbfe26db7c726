-- purpose: count the rows of a list by outcome, as they were written
-- reads: intake_row
-- writes: nothing
-- index: intake_row primary key
-- idempotency: reads only
select count(*) as rows,
       count(*) filter (where outcome = 'matched') as matched,
       count(*) filter (where outcome = 'created') as created,
       count(*) filter (where outcome = 'review') as review,
       count(*) filter (where outcome = 'rejected') as rejected,
       count(*) filter (where outcome = 'forwarded') as forwarded,
       count(*) filter (where outcome = 'unchanged') as unchanged
from intake_row
where batch_id = %(batch)s
