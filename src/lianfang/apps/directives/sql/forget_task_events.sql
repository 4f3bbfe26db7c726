-- purpose: delete what happened to tasks that ended before the term, where no evidence of it is left
-- reads: directives_task, directives_evidence
-- writes: directives_taskevent
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from directives_taskevent event
using directives_task task
where task.id = event.task_id
  and event.area >= %(lo)s and event.area < %(hi)s and task.ended_at < %(before_at)s
  and not exists (select from directives_evidence evidence where evidence.event_id = event.id)
