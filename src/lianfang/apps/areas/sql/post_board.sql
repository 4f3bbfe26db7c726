-- purpose: the posts of an area and of those right below it, with holder, deputy and pledge at a moment
-- reads: areas_post, areas_unit, areas_area, areas_assignment, areas_officer, areas_pledge, areas_deputy
-- writes: nothing
-- index: post_by_area, areas_assignment.post_id, pledge_once, areas_deputy.post_id, area_code_current_once
-- idempotency: reads only
select p.uid, p.code as post, p.area, coalesce(place.name, p.area) as place, u.name as unit,
       a.uid as assignment_uid, o.uid as officer_uid, o.name as holder, a.begins_at as since, pledge.signed_at as pledged_at,
       stands_in.name as deputy, stands_in.ends_at as deputy_until, stands_in.uid as deputy_uid
from areas_post p
left join areas_area place on place.code = p.area and place.until_edition_id is null
left join areas_unit u on u.id = p.unit_id
left join areas_assignment a on a.post_id = p.id and a.begins_at <= %(at)s and (a.ends_at is null or a.ends_at > %(at)s)
left join areas_officer o on o.id = a.officer_id
left join areas_pledge pledge on pledge.assignment_id = a.id
left join lateral (
    select d.uid, officer.name, d.ends_at
    from areas_deputy d
    join areas_officer officer on officer.id = d.officer_id
    where d.post_id = p.id and d.begins_at <= %(at)s and d.ends_at > %(at)s
    order by d.begins_at, d.id
    limit 1
) stands_in on true
where p.area >= %(lo)s and p.area < %(hi)s and length(p.area) <= %(deepest)s
  and p.established_at <= %(at)s and (p.abolished_at is null or p.abolished_at > %(at)s)
order by p.area, array_position(%(order)s::text[], p.code), u.name, p.id
