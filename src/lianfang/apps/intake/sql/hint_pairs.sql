-- purpose: keep as hints the pairs that are too weak to match, and those between which no choice could be made
-- reads: intake_pair, intake_match (temporary)
-- writes: intake_hint (temporary)
-- index: none
-- idempotency: the caller empties intake_pair afterwards
insert into intake_hint (k, person_id, rule, rank)
select distinct p.k, p.person_id,
       case when m.k is null then p.rule else 'several' end,
       case when m.k is null then p.rank else 0 end
from intake_pair p
left join intake_match m on m.k = p.k
where m.k is null and p.rank >= 10 or m.several and p.rank < 10
