-- purpose: put the rows of the chunk at hand to the others of the list
-- reads: intake_open (temporary)
-- writes: intake_staged (temporary)
-- index: none
-- idempotency: once a chunk
insert into intake_staged select * from intake_open
