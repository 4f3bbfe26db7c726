-- purpose: re-codings that another table has not followed yet
-- reads: areas_recoding
-- writes: nothing
-- index: areas_recoding primary key
-- idempotency: reads only
select id, edition_id as edition, old_code, new_code
from areas_recoding
where id > %(recoding)s
order by edition_id, id
