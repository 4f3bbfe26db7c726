-- purpose: what a session that has not run out holds
-- reads: django_session
-- writes: nothing
-- index: django_session primary key
-- idempotency: a query
select session_data
from django_session
where session_key = %(key)s and expire_date > %(real)s
