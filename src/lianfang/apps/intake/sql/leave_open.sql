-- purpose: leave the rows of a chunk that its keys did not settle, or that wait for another reason, to the end
-- reads: intake_open, intake_match (temporary)
-- writes: intake_left (temporary)
-- index: none
-- idempotency: once a chunk
insert into intake_left
select o.*
from intake_open o
where o.rejecting = ''
  and (o.waiting <> '' or not exists (select from intake_match m where m.k = o.k and not m.several))
