-- purpose: remember which keys were written in a round, so that the next round looks only for them
-- reads: identity_arriving (temporary)
-- writes: intake_taught (temporary)
-- index: none
-- idempotency: once a round
insert into intake_taught (digest, round)
select distinct digest, %(round)s::smallint from identity_arriving
