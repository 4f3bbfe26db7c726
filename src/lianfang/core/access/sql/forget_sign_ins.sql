-- purpose: delete the lines of access_signin that nobody needs any more
-- reads: access_signin
-- writes: access_signin
-- index: sign_in_by_time
-- idempotency: what is deleted is not found again
delete from access_signin
where at < %(before_at)s
