-- purpose: who holds a duty in each of some places: the first step of the ladder that is held, nearest first
-- reads: places (relation given by the caller: area, post, its ladder, whether only areas above count, the unit
--   of which a post of a unit must be), areas_post, areas_unit, areas_assignment, areas_officer
-- writes: nothing
-- index: post_by_area, areas_assignment.post_id; many places are joined by hash on their prefixes
-- idempotency: reads only
select distinct on (x.post, x.area)
       x.area,
       x.post,
       o.name as holder,
       s.code as holder_post,
       o.uid as holder_uid,
       s.area as holder_area,
       a.begins_at as since
from (
    select area, post, ladder, unit, left(area, n) as prefix
    from places, unnest(array[2, 4, 6, 9, 12, 15, 18]) n
    where n <= length(area) and (n < length(area) or not above)
) x
join areas_post s on s.area = x.prefix and s.code = any (x.ladder)
join areas_assignment a on a.post_id = s.id
join areas_officer o on o.id = a.officer_id
where (x.unit is null or s.code <> x.ladder[1]
       or s.unit_id = (select id from areas_unit where uid = x.unit))
  and a.begin_recorded_at <= %(known_at)s
  and a.begins_at <= %(until_at)s
  and (a.ends_at is null or a.ends_at > %(until_at)s or a.end_recorded_at > %(known_at)s)
  and (s.abolished_at is null or s.abolished_at > %(until_at)s)
order by x.post, x.area, array_position(x.ladder, s.code), length(s.area) desc, a.begins_at desc, o.id
