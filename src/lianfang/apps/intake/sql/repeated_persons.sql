-- purpose: the persons whom several rows of this list name
-- reads: intake_match (temporary)
-- writes: intake_often (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.intake_often;
create temporary table intake_often on commit drop as
select person_id from intake_match where not several group by person_id having count(*) > 1;
analyze intake_often
