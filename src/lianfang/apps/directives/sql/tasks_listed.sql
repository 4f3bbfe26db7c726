-- purpose: tasks with the state in which their events leave them, by directive, item, area, areas with posts, or uid
-- reads: directives_task, directives_taskevent, directives_item, directives_directive, areas_area, areas_unit
-- writes: nothing
-- index: task_by_directive, task_by_area, task_uid_once, task_event_by_task
-- idempotency: a query
--
-- `due_at` is the limit told last, or of a rhythm the first time of the present period that is not done; `missed`
-- counts the times of the present period that are past and not done.
select task.id, task.uid, task.area, task.post, task.unit_id, unit.name as unit, place.name as place,
       task.issued_at, task.receive_by, task.times, task.days, task.starts_on, task.clocks, task.ended_at,
       item.id as item_id, item.uid as item, item.number, item.title,
       left(item.text, %(letters)s) as text, item.area_of_work, item.index, item.part, item.start, item."end",
       directive.uid as directive, directive.title as directive_title, directive.area as issuer_area,
       case when task.times = 0 then coalesce(again.due_at, task.due_at) else rhythm.due_at end as due_at,
       coalesce(rhythm.slot, '') as slot,
       coalesce(rhythm.missed, 0) as missed,
       received.happened_at as received_at,
       done.happened_at as done_at,
       coalesce(done.by, '') as done_by,
       case when last.kind is null then 'issued'
            when last.kind = 'done' and task.times > 0 then 'received'
            else last.kind end as state
from directives_task task
join directives_item item on item.id = task.item_id
join directives_directive directive on directive.id = task.directive_id
left join areas_unit unit on unit.id = task.unit_id
left join areas_area place on place.code = task.area and place.until_edition_id is null
left join lateral (
    select event.kind
    from directives_taskevent event
    where event.task_id = task.id and event.kind <> 'progress' and event.recorded_at <= %(at)s
    order by event.happened_at desc, event.id desc
    limit 1
) last on true
left join lateral (
    select event.happened_at
    from directives_taskevent event
    where event.task_id = task.id and event.kind in ('received', 'progress', 'done') and event.recorded_at <= %(at)s
    order by event.happened_at, event.id
    limit 1
) received on true
left join lateral (
    select event.happened_at, event.by
    from directives_taskevent event
    where event.task_id = task.id and event.kind = 'done' and event.recorded_at <= %(at)s
    order by event.happened_at desc, event.id desc
    limit 1
) done on last.kind in ('done', 'signed_off')
left join lateral (
    select event.due_at
    from directives_taskevent event
    where event.task_id = task.id and event.kind = 'sent_back' and event.due_at is not null
      and event.recorded_at <= %(at)s
    order by event.happened_at desc, event.id desc
    limit 1
) again on task.times = 0
left join lateral (
    select min(slots.due_at) as due_at, (array_agg(slots.slot order by slots.due_at))[1] as slot,
           count(*) filter (where slots.due_at < %(at)s)::int as missed
    from (
        select period.first || '/' || turn.i as slot,
               (period.first + (task.days * turn.i + task.times - 1) / task.times - 1 + task.clocks[turn.i])
                   at time zone %(zone)s as due_at
        from (select task.starts_on + (%(on_date)s::date - task.starts_on) / task.days * task.days as first) period
        cross join generate_series(1, task.times) as turn(i)
    ) slots
    where slots.due_at > task.issued_at
      and coalesce((select event.kind
                    from directives_taskevent event
                    where event.task_id = task.id and event.slot = slots.slot and event.kind in ('done', 'sent_back')
                      and event.recorded_at <= %(at)s
                    order by event.happened_at desc, event.id desc
                    limit 1), '') <> 'done'
) rhythm on task.times > 0
where task.issued_at <= %(at)s
  and (%(directive)s::bigint is null or task.directive_id = %(directive)s)
  and (%(item)s::uuid is null or item.uid = %(item)s)
  and (%(uids)s::text::uuid[] is null or task.uid = any (%(uids)s::text::uuid[]))
  and (%(lo)s::text is null or (task.area >= %(lo)s and task.area < %(hi)s))
  and (%(areas)s::text[] is null
       or (task.area, task.post) in (select * from unnest(%(areas)s::text[], %(posts)s::text[])))
  and (not %(open_only)s or task.ended_at is null)
order by directive.id, item.index, item.part, task.area, task.post
