-- purpose: let assignments stand where their post stands
-- reads: recoding_arriving (temporary), areas_post
-- writes: areas_assignment
-- index: assignment_by_area
-- idempotency: only assignments whose area differs from their post's are touched
update areas_assignment a
set area = p.area
from areas_post p
where p.id = a.post_id and a.area <> p.area
  and a.area in (select old_code from recoding_arriving where fresh)
