-- purpose: which of the records were taken before: the same again is known, another under its identity is a fault
-- reads: control_observed (temporary), control_fieldrecord
-- writes: control_observed (temporary)
-- index: control_fieldrecord primary key
-- idempotency: rows with a reason are left alone
update control_observed o
set fate = case when taken.digest = o.digest then 'known' end,
    reason = case when taken.digest <> o.digest then %(reused)s end
from control_fieldrecord taken
where taken.client_id = o.client_id and o.reason is null
