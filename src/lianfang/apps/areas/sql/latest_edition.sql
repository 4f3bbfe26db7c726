-- purpose: the newest edition
-- reads: areas_edition
-- writes: nothing
-- index: areas_edition primary key
-- idempotency: reads only
select id as edition
from areas_edition
order by id desc
limit 1
