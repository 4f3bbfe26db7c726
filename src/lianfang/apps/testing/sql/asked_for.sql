-- purpose: of some persons, whom some rounds ask for
-- reads: testing_target
-- writes: nothing
-- index: testing_target primary key
-- idempotency: a query
select target.round_id, target.person_id
from unnest(%(persons)s::bigint[], %(homes)s::text[]) as one (person_id, home)
join testing_target target
  on target.round_id = any(%(rounds)s::bigint[]) and target.area = one.home and target.person_id = one.person_id
