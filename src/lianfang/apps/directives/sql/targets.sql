-- purpose: to which areas and posts, or heads of units, each item of a directive goes: the relation `targets`
-- reads: directives_item, areas_area, areas_post, areas_unit
-- writes: nothing
-- index: item_once, post_by_area, area_code_current_once, unit_once
-- idempotency: a query
--
-- A post acts wherever it is established, and in every area of the level at which the norms ask for it: where nobody
-- holds it those above answer, and a vacancy is seen. A kind of unit whose head holds a post of its own is that post.
with levels as (
    select * from unnest(%(posts)s::text[], %(levels)s::smallint[]) as norm(post, level)
),
heads as (
    select * from unnest(%(headed_kinds)s::text[], %(head_posts)s::text[]) as head(kind, post)
),
wanted as (
    select id as item_id, post, areas
    from directives_item, unnest(posts) post
    where directive_id = %(directive)s and use = 'task'
    union
    select i.id, h.post, i.areas
    from directives_item i, unnest(i.unit_kinds) asked
    join heads h on h.kind = asked
    where i.directive_id = %(directive)s and i.use = 'task'
),
standing as (
    select code as post, area from areas_post
    where area >= %(lo)s and area < %(hi)s and abolished_at is null
    union
    select l.post, a.code from levels l
    join areas_area a on a.level = l.level
    where a.until_edition_id is null and a.code >= %(lo)s and a.code < %(hi)s
)
select w.item_id, s.area, w.post, null::bigint as unit_id
from wanted w
join standing s using (post)
where w.areas = '{}' or s.area ^@ any (w.areas)
union all
select i.id, u.area, %(unit_head)s || u.uid, u.id
from directives_item i
join areas_unit u on u.uid = any (i.units)
    or (u.kind = any (i.unit_kinds) and u.kind <> all (%(headed_kinds)s::text[])
        and (i.areas = '{}' or u.area ^@ any (i.areas)))
where i.directive_id = %(directive)s and i.use = 'task' and u.area >= %(lo)s and u.area < %(hi)s
