-- purpose: directives of an area's offices, and those of which tasks lie in it: how many items, tasks, open, done
-- reads: directives_directive, directives_directiveevent, directives_item, directives_task, areas_area
-- writes: nothing
-- index: directive_by_area, task_by_area, item_once
-- idempotency: a query
with held as (
    select directive_id, count(*) as tasks, count(*) filter (where ended_at is null) as open
    from directives_task
    where area >= %(lo)s and area < %(hi)s
    group by directive_id
)
select directive.uid, directive.area, directive.source, directive.title, directive.issuer, directive.dated,
       directive.received_at, directive.by, place.name as place,
       coalesce(state.kind, 'draft') as state,
       issued.happened_at as issued_at,
       (select count(distinct item.index) from directives_item item where item.directive_id = directive.id and item.kind = 'demand')
           as items,
       coalesce(held.tasks, 0) as tasks,
       coalesce(held.open, 0) as open
from directives_directive directive
left join held on held.directive_id = directive.id
left join areas_area place on place.code = directive.area and place.until_edition_id is null
left join lateral (
    select event.kind
    from directives_directiveevent event
    where event.directive_id = directive.id
    order by event.id desc
    limit 1
) state on true
left join lateral (
    select event.happened_at
    from directives_directiveevent event
    where event.directive_id = directive.id and event.kind = 'issued'
    limit 1
) issued on true
where (directive.area >= %(lo)s and directive.area < %(hi)s) or held.directive_id is not null
order by coalesce(issued.happened_at, directive.received_at) desc, directive.id desc
