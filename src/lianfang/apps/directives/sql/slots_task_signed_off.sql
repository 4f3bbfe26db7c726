-- purpose: slots of the office that issued a task to look at what was done, and sign it off or send it back
-- reads: directives_task, directives_taskevent
-- writes: nothing
-- index: task_open_by_issuer, task_event_by_task
-- idempotency: a query
--
-- The duty is the issuer's: it stands in the issuer's area, whatever the task's own is.
select task.uid::text as subject_id,
       'signed_off' as ref,
       task.issuer_area as area,
       done.happened_at as opens_at,
       done.happened_at + %(within)s as due_at,
       case when over.kind = 'withdrawn' then over.happened_at else 'infinity' end as lapses_at,
       case when over.kind = 'signed_off' then over.happened_at end as done_at,
       'task_event:' || over.uid as evidence
from directives_task task
cross join lateral (
    select last.happened_at
    from (
        select event.kind, event.happened_at
        from directives_taskevent event
        where event.task_id = task.id and event.kind in ('done', 'sent_back')
          and event.happened_at <= %(until_at)s and event.recorded_at <= %(known_at)s
        order by event.happened_at desc, event.id desc
        limit 1
    ) last
    where last.kind = 'done'
) done
left join lateral (
    select event.kind, event.happened_at, event.uid
    from directives_taskevent event
    where event.task_id = task.id and event.kind in ('signed_off', 'withdrawn')
      and event.happened_at <= %(until_at)s and event.recorded_at <= %(known_at)s
    limit 1
) over on true
where task.issuer_area >= %(lo)s and task.issuer_area < %(hi)s and task.times = 0
  and task.issued_at <= %(until_at)s and task.issued_at <= %(known_at)s
  and (task.ended_at is null or task.ended_at >= %(from_at)s or task.end_recorded_at > %(known_at)s)
