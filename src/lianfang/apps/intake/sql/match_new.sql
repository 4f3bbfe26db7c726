-- purpose: match the rows that brought persons to the persons they brought
-- reads: intake_new, person_arriving (temporary)
-- writes: intake_match (temporary)
-- index: none
-- idempotency: the caller empties intake_new
insert into intake_match (k, person_id, rule, area, round)
select n.k, a.person_id, n.rule, a.area, %(round)s
from intake_new n
join person_arriving a on a.uid = n.uid
