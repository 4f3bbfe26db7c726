-- purpose: for which posts of which areas somebody must be found
-- reads: alerts_newly_due (temporary)
-- writes: nothing
-- index: none: read whole
-- idempotency: reads only
select distinct area, post
from alerts_newly_due
