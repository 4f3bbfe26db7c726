-- purpose: the last line of the log, to which the next one is bound, wherever it happened; waits for other writers
-- reads: audit_auditevent
-- writes: nothing
-- index: audit_auditevent primary key
-- idempotency: reads only
select number, bound
from audit_end()
