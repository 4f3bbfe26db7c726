-- purpose: how many exposures a batch tells of
-- reads: intake_exposure
-- writes: nothing
-- index: foreign key index on batch_id
-- idempotency: reads only
select count(*) as exposures
from intake_exposure
where batch_id = %(batch_id)s
