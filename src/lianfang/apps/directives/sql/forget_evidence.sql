-- purpose: delete the evidence of tasks that ended before the term
-- reads: directives_task, directives_taskevent
-- writes: directives_evidence
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from directives_evidence evidence
using directives_taskevent event, directives_task task
where event.id = evidence.event_id and task.id = event.task_id
  and evidence.area >= %(lo)s and evidence.area < %(hi)s and task.ended_at < %(before_at)s
