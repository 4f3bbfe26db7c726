-- purpose: slots of taking receipt of a task: from its issue until it is received, or done without that
-- reads: directives_task, directives_taskevent
-- writes: nothing
-- index: task_by_area, task_open_by_area, task_event_by_task
-- idempotency: a query
select task.uid::text as subject_id,
       'received' as ref,
       task.area,
       task.issued_at as opens_at,
       task.receive_by as due_at,
       case when task.end_recorded_at <= %(known_at)s and task.ended_at <= %(until_at)s and first.happened_at is null
            then task.ended_at else 'infinity' end as lapses_at,
       first.happened_at as done_at,
       'task_event:' || first.uid as evidence,
       task.post
from directives_task task
left join lateral (
    select event.happened_at, event.uid
    from directives_taskevent event
    where event.task_id = task.id and event.kind in ('received', 'progress', 'done')
      and event.happened_at <= %(until_at)s and event.recorded_at <= %(known_at)s
    order by event.happened_at, event.id
    limit 1
) first on true
where task.area >= %(lo)s and task.area < %(hi)s
  and task.issued_at <= %(until_at)s and task.issued_at <= %(known_at)s
  and (task.ended_at is null or task.ended_at >= %(from_at)s or task.end_recorded_at > %(known_at)s)
  and (first.happened_at is null or (first.happened_at >= %(from_at)s and not %(undone)s))
