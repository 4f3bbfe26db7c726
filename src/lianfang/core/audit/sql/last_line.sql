-- purpose: the last line of the log, to which the next one is bound
-- reads: audit_auditevent
-- writes: nothing
-- index: audit_auditevent primary key
-- idempotency: reads only
select id, hash
from audit_auditevent
order by id desc
limit 1
