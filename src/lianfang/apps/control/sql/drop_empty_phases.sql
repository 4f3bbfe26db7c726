-- purpose: forget phases of the picked that orders in force cover whole
-- reads: control_pick (temporary)
-- writes: control_contest (temporary)
-- index: none
-- idempotency: nothing is left to forget
delete from control_contest
where starts_on >= ends_on and case_id in (select case_id from control_pick)
