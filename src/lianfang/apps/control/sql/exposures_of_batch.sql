-- purpose: how many exposures a batch tells of
-- reads: intake_exposure, intake_withdrawal
-- writes: nothing
-- index: withdrawal_once; foreign key index on batch_id
-- idempotency: reads only
select count(*) as exposures
from intake_exposure e
where e.batch_id = %(batch_id)s
  and not exists (select from intake_withdrawal w where w.exposure_id = e.id)
