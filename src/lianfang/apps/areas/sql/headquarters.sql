-- purpose: areas that have a headquarters of their own: where the post of a county office stands
-- reads: areas_post
-- writes: nothing
-- index: none; a few dozen posts bear this code
-- idempotency: a query
select distinct area
from areas_post
where code = %(post)s and established_at <= %(at)s and (abolished_at is null or abolished_at > %(at)s)
order by area
