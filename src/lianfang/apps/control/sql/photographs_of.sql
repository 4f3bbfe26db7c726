-- purpose: photographs taken about a person, the newest first: which there are, of when and by whom
-- reads: control_photograph
-- writes: nothing
-- index: photograph_by_person (person, happened_at)
-- idempotency: a query
select client_id, happened_at, by
from control_photograph
where person_id = %(person)s::bigint
order by happened_at desc, client_id
