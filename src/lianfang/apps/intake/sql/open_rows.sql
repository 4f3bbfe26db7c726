-- purpose: take up the rows that no rule has settled, so that the next rules read only them
-- reads: intake_staged, intake_match (temporary)
-- writes: intake_open (temporary)
-- index: none
-- idempotency: the caller empties intake_open
insert into intake_open
select s.*
from intake_staged s
where s.rejecting = '' and not exists (select from intake_match m where m.k = s.k)
