-- purpose: the re-codings recorded for an edition
-- reads: areas_recoding
-- writes: nothing
-- index: areas_recoding.edition_id
-- idempotency: reads only
select old_code, new_code, ground
from areas_recoding
where edition_id = %(edition)s
order by old_code
