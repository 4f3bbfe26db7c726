-- purpose: the areas and posts that have open tasks in an area
-- reads: directives_task
-- writes: nothing
-- index: task_open_by_area
-- idempotency: a query
select distinct task.area, task.post
from directives_task task
where task.area >= %(lo)s and task.area < %(hi)s and task.ended_at is null
