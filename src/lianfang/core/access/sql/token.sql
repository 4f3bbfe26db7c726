-- purpose: the token of a digest that holds now, with its account; a row for each grant of its role that runs
-- reads: access_token, access_user, access_grant
-- writes: nothing
-- index: token_digest_once, access_user primary key, foreign key index on access_grant.user_id
-- idempotency: reads only
select t.id, t.label, t.role, t.area, t.read_only, t.per_minute, u.id, u.name, u.officer, g.area, g.unit
from access_token t
join access_user u on u.id = t.user_id
left join access_grant g
  on g.user_id = u.id and g.role = t.role and g.begins_at <= %(at)s and (g.ends_at is null or g.ends_at > %(at)s)
where t.digest = %(digest)s and t.revoked_at is null and t.expires_at > %(real)s and u.is_active
order by g.id
