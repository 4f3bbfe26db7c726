-- purpose: delete tasks that ended before the term, where nothing that happened to them is left
-- reads: directives_taskevent
-- writes: directives_task
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from directives_task task
where task.area >= %(lo)s and task.area < %(hi)s and task.ended_at < %(before_at)s
  and not exists (select from directives_taskevent event where event.task_id = task.id)
