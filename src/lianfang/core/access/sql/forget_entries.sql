-- purpose: delete the lines of access_entry that nobody needs any more
-- reads: access_entry
-- writes: access_entry
-- index: none: a small table
-- idempotency: what is deleted is not found again
delete from access_entry
where expires_at < %(before_at)s
