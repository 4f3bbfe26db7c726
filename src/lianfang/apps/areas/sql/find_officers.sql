-- purpose: officers in post whose name, places and posts together hold every word asked for
-- reads: areas_officer, areas_assignment, areas_post, areas_area
-- writes: nothing
-- index: none; the officers in post of a county are read through
-- idempotency: reads only
select officer, name, posts, area
from (
    select o.uid::text as officer, o.name, min(p.area) as area,
           string_agg(coalesce(place.name, p.area) || named.label, '、' order by p.area, p.code) as posts
    from areas_officer o
    join areas_assignment a on a.officer_id = o.id
    join areas_post p on p.id = a.post_id
    join unnest(%(codes)s::text[], %(labels)s::text[]) named(code, label) on named.code = p.code
    left join areas_area place on place.code = p.area and place.until_edition_id is null
    where a.begins_at <= %(at)s and (a.ends_at is null or a.ends_at > %(at)s)
    group by o.uid, o.name
) said
where (select bool_and(strpos(said.name || ' ' || said.posts, word) > 0) from unnest(%(words)s::text[]) word)
order by area, name
limit %(most)s
