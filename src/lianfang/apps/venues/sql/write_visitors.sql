-- purpose: keep whoever the register does not know, once, with when somebody last told of them
-- reads: venues_key (temporary)
-- writes: venues_visitor
-- index: visitor_once
-- idempotency: a known visitor is only seen again
insert into venues_visitor (area, digest, kind, sealed, phone, name, seen_at)
select distinct on (digest) %(area)s, digest, kind, sealed, phone, coalesce(name, ''), %(at)s
from venues_key
where person is null and fault is null
order by digest, name desc nulls last
on conflict (digest) do update set seen_at = greatest(venues_visitor.seen_at, excluded.seen_at)
