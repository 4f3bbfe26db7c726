-- purpose: the account of a number, as every page of a session asks
-- reads: access_user
-- writes: nothing
-- index: access_user primary key
-- idempotency: a query
select id, password, last_login, username, name, officer, is_active, created_at
from access_user
where id = %(number)s::bigint
