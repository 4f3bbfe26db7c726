-- purpose: take up what was found of the rows that were left
-- reads: intake_several (temporary)
-- writes: intake_match (temporary)
-- index: none
-- idempotency: the caller empties intake_match
insert into intake_match select * from intake_several
