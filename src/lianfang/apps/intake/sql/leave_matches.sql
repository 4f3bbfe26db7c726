-- purpose: keep what was found of rows that are left to the end: between several persons, or waiting
-- reads: intake_match, intake_open (temporary)
-- writes: intake_several (temporary)
-- index: none
-- idempotency: once a chunk
insert into intake_several
select m.*
from intake_match m
join intake_open o on o.k = m.k
where m.several or o.waiting <> ''
