-- purpose: the roles granted to an account at a moment of the work, and its looks beyond at one of the wall's clock
-- reads: access_grant, access_breakglass
-- writes: nothing
-- index: access_grant.user_id, access_breakglass.user_id
-- idempotency: a query
select role, area, unit
from access_grant
where user_id = %(user)s::bigint
  and begins_at <= %(at)s
  and (ends_at is null or ends_at > %(at)s)
union all
select %(look)s::text, area, null
from access_breakglass
where user_id = %(user)s::bigint
  and begins_at <= %(real)s
  and ends_at > %(real)s
