-- purpose: put the rows of a chunk that are still open to those of the chunks before
-- reads: intake_open (temporary)
-- writes: intake_left (temporary)
-- index: none
-- idempotency: once a chunk
insert into intake_left select * from intake_open where rejecting = ''
