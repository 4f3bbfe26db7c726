-- purpose: forget the picked exposures, for the next round
-- reads: control_pick (temporary)
-- writes: control_contest (temporary)
-- index: none
-- idempotency: nothing is left to forget
delete from control_contest
where case_id in (select case_id from control_pick)
