-- purpose: the posts established for one area, each with its holder at a moment
-- reads: areas_post, areas_unit, areas_assignment, areas_officer
-- writes: nothing
-- index: post_by_area, areas_assignment.post_id
-- idempotency: reads only
select p.code as post, u.name as unit, o.name as holder, o.uid as holder_uid, a.begins_at as since
from areas_post p
left join areas_unit u on u.id = p.unit_id
left join areas_assignment a
    on a.post_id = p.id
   and a.begin_recorded_at <= %(known_at)s
   and a.begins_at <= %(at)s
   and (a.ends_at is null or a.ends_at > %(at)s or a.end_recorded_at > %(known_at)s)
left join areas_officer o on o.id = a.officer_id
where p.area = %(area)s
  and p.established_at <= %(at)s
  and (p.abolished_at is null or p.abolished_at > %(at)s)
order by p.code, u.name, p.id
