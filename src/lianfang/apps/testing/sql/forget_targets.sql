-- purpose: delete whom rounds asked for that ended before the term; how many they were stays
-- reads: testing_round
-- writes: testing_target
-- index: testing_target primary key
-- idempotency: what is gone is gone
delete from testing_target target
using testing_round round
where round.id = target.round_id and target.area >= %(lo)s and target.area < %(hi)s and round.ended_at < %(before_at)s
