-- purpose: keep what was found of the rows that were left to the end
-- reads: intake_match, intake_open (temporary)
-- writes: intake_several (temporary)
-- index: none
-- idempotency: once a chunk
insert into intake_several
select m.* from intake_match m where not exists (select from intake_open o where o.k = m.k)
