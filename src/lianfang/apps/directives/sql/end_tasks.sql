-- purpose: withdraw the open tasks of a directive, of one item of it, or one task, with the reason
-- reads: directives_task
-- writes: directives_task, directives_taskevent
-- index: task_by_directive, task_uid_once
-- idempotency: a task that has ended is left alone
with ended as (
    update directives_task
    set ended_at = %(at)s, end_recorded_at = %(at)s
    where directive_id = %(directive)s and ended_at is null
      and (%(item)s::bigint is null or item_id = %(item)s) and (%(task)s::bigint is null or id = %(task)s)
    returning id, area
)
insert into directives_taskevent (task_id, area, kind, slot, note, by, happened_at, recorded_at)
select id, area, 'withdrawn', '', %(reason)s, %(by)s, %(at)s, %(at)s
from ended
