-- purpose: forget candidates who have died: nothing is ordered for them
-- reads: nothing
-- writes: control_candidate (temporary)
-- index: none
-- idempotency: nothing is left to forget
delete from control_candidate
where deceased
