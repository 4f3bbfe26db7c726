-- purpose: for each of some uids the number of its household, the next free one where there is none yet
-- reads: people_household
-- writes: nothing
-- index: household_uid_once
-- idempotency: a known uid keeps its number; numbers that are not used are lost, which harms nobody
select array_agg(coalesce(p.id, nextval('people_household_id_seq')) order by a.place) as ids,
       array_agg(p.id is null order by a.place) as fresh
from string_to_table(%(uids)s, ',') with ordinality a (uid, place)
left join people_household p on p.uid = a.uid::uuid
