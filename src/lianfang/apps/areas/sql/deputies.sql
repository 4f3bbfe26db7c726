-- purpose: who stands in for posts of an area and below, now or later
-- reads: areas_deputy, areas_post, areas_officer
-- writes: nothing
-- index: deputy_by_area
-- idempotency: reads only
select d.uid, p.code as post, d.area, o.name as officer, o.uid as officer_uid, d.begins_at, d.ends_at, d.ground
from areas_deputy d
join areas_post p on p.id = d.post_id
join areas_officer o on o.id = d.officer_id
where d.area >= %(lo)s
  and d.area < %(hi)s
  and d.ends_at > %(at)s
order by d.area, p.code, d.begins_at, d.id
