-- purpose: for which diseases somebody may have been tested on a day: of their orders, else of the policies in force
-- reads: control_measure, policy_adoption, policy_pack
-- writes: nothing
-- index: foreign key index on control_measure.person_id
-- idempotency: reads only
select disease from control_diseases_of(%(person)s, %(area)s, %(on)s) order by disease
