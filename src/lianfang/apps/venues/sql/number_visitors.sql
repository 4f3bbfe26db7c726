-- purpose: the numbers of visitors, below zero
-- reads: venues_key (temporary), venues_visitor
-- writes: venues_key (temporary)
-- index: visitor_once
-- idempotency: only where nobody is meant yet
update venues_key k
set person = -v.id
from venues_visitor v
where v.digest = k.digest and k.person is null and k.fault is null
