-- purpose: tasks as lists name them: the item's number, title and part, and of which directive
-- reads: directives_task, directives_item, directives_directive
-- writes: nothing
-- index: task_uid_once
-- idempotency: a query
select task.uid::text as uid, item.number, item.title, item.text, item.part, directive.title as directive
from directives_task task
join directives_item item on item.id = task.item_id
join directives_directive directive on directive.id = task.directive_id
where task.uid = any (%(uids)s::text::uuid[])
