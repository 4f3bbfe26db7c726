-- purpose: rows of this list that repeat an earlier row of the same person in every fact
-- reads: intake_match, intake_often, intake_open (temporary)
-- writes: intake_repeated (temporary)
-- index: none
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.intake_repeated;
create temporary table intake_repeated on commit drop as
select k
from (
    select s.k, row_number() over (partition by m.person_id, s.facts_digest order by s.k) as nth
    from intake_match m
    join intake_open s on s.k = m.k
    where not m.several and m.person_id in (select person_id from intake_often)
) counted
where nth > 1;
analyze intake_repeated
