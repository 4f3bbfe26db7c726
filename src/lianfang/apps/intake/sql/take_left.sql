-- purpose: take up the rows that were left of all chunks
-- reads: intake_left (temporary)
-- writes: intake_open (temporary)
-- index: none
-- idempotency: the caller empties intake_open
insert into intake_open select * from intake_left
