-- purpose: tell the planner of a table that has changed a lot
-- reads: areas_area
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze areas_area
