-- purpose: remember for whom rows of this list were written
-- reads: intake_match (temporary)
-- writes: intake_met (temporary)
-- index: none
-- idempotency: once a chunk; who stands in it twice counts once
insert into intake_met select distinct person_id from intake_match
