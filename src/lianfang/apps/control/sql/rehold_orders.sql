-- purpose: empty what an earlier round kept of orders in force and of picks
-- reads: nothing
-- writes: control_held, control_pick (temporary)
-- index: none
-- idempotency: they are empty
truncate control_held, control_pick
