-- purpose: the first arriving assignment whose post is not established
-- reads: assignment_arriving (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select post, area
from assignment_arriving
where post_id is null
order by area, post
limit 1
