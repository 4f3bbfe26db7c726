-- purpose: whom each set of numbers means, or why nobody
-- reads: venues_key (temporary)
-- writes: nothing
-- index: primary key
-- idempotency: reads only
select k, person, fault as fault_found
from venues_key
