-- purpose: rows of this list that repeat the exposure an earlier row of the same person tells of
-- reads: intake_fate, intake_often (temporary)
-- writes: intake_echo (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.intake_echo;
create temporary table intake_echo on commit drop as
select k
from (
    select f.k, row_number() over (
               partition by f.person_id, f.exposure_kind, f.level, f.origin, f.last_exposure, f.arrived order by f.k
           ) as nth
    from intake_fate f
    where f.outcome in ('matched', 'created')
      and f.person_id in (select person_id from intake_often)
) counted
where nth > 1;
analyze intake_echo
