-- purpose: put down the rows that were settled since a round
-- reads: intake_match (temporary)
-- writes: intake_open (temporary)
-- index: none
-- idempotency: repeats to the same result
delete from intake_open o
where exists (select from intake_match m where m.k = o.k and m.round >= %(round)s)
