-- purpose: slots of doing a task: one of a task to be done once, those of the period of a task with a rhythm
-- reads: directives_task, directives_taskevent
-- writes: nothing
-- index: task_by_area, task_open_by_area, task_event_by_task
-- idempotency: a query
--
-- A task sent back is open again, by the limit told with it or else its own. Of n times in a period of d days the
-- i-th is due on day ceil(d i / n) by its clock, opens where the one before is due, and lapses with the period.
with known as (
    select task.*,
           case when task.end_recorded_at <= %(known_at)s and task.ended_at <= %(until_at)s then task.ended_at end as ends
    from directives_task task
    where task.area >= %(lo)s and task.area < %(hi)s
      and task.issued_at <= %(until_at)s and task.issued_at <= %(known_at)s
      and (task.ended_at is null or task.ended_at >= %(from_at)s or task.end_recorded_at > %(known_at)s)
),
due as (
    select known.id, known.uid, known.area, known.post, '' as slot, known.issued_at as opens_at,
           coalesce(again.due_at, known.due_at) as due_at, coalesce(known.ends, 'infinity') as lapses_at
    from known
    left join lateral (
        select event.due_at
        from directives_taskevent event
        where event.task_id = known.id and event.kind = 'sent_back' and event.due_at is not null
          and event.happened_at <= %(until_at)s and event.recorded_at <= %(known_at)s
        order by event.happened_at desc, event.id desc
        limit 1
    ) again on true
    where known.times = 0
    union all
    select known.id, known.uid, known.area, known.post, period.first || '/' || turn.i,
           greatest(known.issued_at, moment.opens_at), moment.due_at, least(known.ends, moment.lapses_at)
    from known
    cross join lateral (
        select known.starts_on + (%(on_date)s::date - known.starts_on) / known.days * known.days as first
    ) period
    cross join generate_series(1, known.times) as turn(i)
    cross join lateral (
        select case when turn.i = 1 then period.first::timestamp at time zone %(zone)s
                    else (period.first + (known.days * (turn.i - 1) + known.times - 1) / known.times - 1
                          + known.clocks[turn.i - 1]) at time zone %(zone)s end as opens_at,
               (period.first + (known.days * turn.i + known.times - 1) / known.times - 1
                + known.clocks[turn.i]) at time zone %(zone)s as due_at,
               (period.first + known.days)::timestamp at time zone %(zone)s as lapses_at
    ) moment
    where known.times > 0 and known.starts_on <= %(on_date)s
      and moment.due_at > known.issued_at and moment.opens_at <= %(until_at)s
      and (known.ends is null or known.ends >= moment.due_at)
)
select due.uid::text as subject_id,
       coalesce(nullif(due.slot, ''), 'once') as ref,
       due.area,
       due.opens_at,
       due.due_at,
       case when done.happened_at is null then due.lapses_at else 'infinity' end as lapses_at,
       done.happened_at as done_at,
       'task_event:' || done.uid as evidence,
       due.post
from due
left join lateral (
    select last.happened_at, last.uid
    from (
        select event.kind, event.happened_at, event.uid
        from directives_taskevent event
        where event.task_id = due.id and event.slot = due.slot and event.kind in ('done', 'sent_back')
          and event.happened_at <= %(until_at)s and event.recorded_at <= %(known_at)s
        order by event.happened_at desc, event.id desc
        limit 1
    ) last
    where last.kind = 'done'
) done on true
where done.happened_at is null or (done.happened_at >= %(from_at)s and not %(undone)s)
