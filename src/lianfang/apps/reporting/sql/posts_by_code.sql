-- purpose: posts established at the cut-off; part: the code of the post
-- reads: areas_post
-- writes: nothing
-- index: post_by_area
-- idempotency: a query
select 'post' as kind, p.uid::text as id, p.code as part
from areas_post p
where p.area >= %(lo)s and p.area < %(hi)s
  and p.established_at <= %(until_at)s and (p.abolished_at is null or p.abolished_at > %(until_at)s)
