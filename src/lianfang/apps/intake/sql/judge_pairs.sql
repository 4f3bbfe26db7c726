-- purpose: of the pairs of each row take the surest rule; one person is a match, two are several
-- reads: intake_pair (temporary)
-- writes: intake_match (temporary)
-- index: none
-- idempotency: rows matched before have no pairs
insert into intake_match (k, person_id, rule, several, area, round)
select p.k, min(p.person_id), min(p.rule), min(p.person_id) <> max(p.person_id), min(p.area), %(round)s
from intake_pair p
join (select k, min(rank) as rank from intake_pair where rank < 10 group by k) best
  on best.k = p.k and best.rank = p.rank
group by p.k
