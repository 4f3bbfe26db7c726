-- purpose: let posts follow their re-coded area; abolished ones stay where they were
-- reads: recoding_arriving (temporary)
-- writes: areas_post
-- index: post_by_area
-- idempotency: only fresh re-codings move
-- Places may change codes in a ring, so that posts wait under a marked code before they take the new one.
update areas_post p
set area = '~' || n.new_code
from recoding_arriving n
where n.fresh and p.area = n.old_code and p.abolished_at is null;
update areas_post
set area = substr(area, 2)
where area >= '~'
