-- purpose: for each area right below another: how many posts of each code there are and are held, all below counted
-- reads: areas_area, areas_post, areas_assignment
-- writes: nothing
-- index: area_code_current_once, post_by_area, areas_assignment.post_id
-- idempotency: reads only
select place.code as area, place.name, place.level,
       coalesce(p.post, '') as post, coalesce(p.established, 0) as established, coalesce(p.held, 0) as held
from areas_area place
left join lateral (
    select post.code as post, count(*) as established, count(a.id) as held
    from areas_post post
    left join areas_assignment a
        on a.post_id = post.id and a.begins_at <= %(at)s and (a.ends_at is null or a.ends_at > %(at)s)
    where post.area = place.code
      and post.established_at <= %(at)s and (post.abolished_at is null or post.abolished_at > %(at)s)
    group by post.code
) p on true
where place.code >= %(lo)s and place.code < %(hi)s and place.until_edition_id is null
  and place.level in (4, 5, 6)
order by place.code, post
