-- purpose: forget what was taught to persons, and what their rows brought
-- reads: nothing
-- writes: intake_learn, intake_lesson, intake_new (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_learn, intake_lesson, intake_new
