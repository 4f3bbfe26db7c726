-- purpose: delete directives received before the term of which no task or meeting is left, with items and course
-- reads: directives_task, directives_meeting
-- writes: directives_directive, directives_item, directives_directiveevent, directives_activation
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
with due as (
    select directive.id from directives_directive directive
    where directive.area >= %(lo)s and directive.area < %(hi)s and directive.received_at < %(before_at)s
      and not exists (select from directives_task task where task.directive_id = directive.id)
      and not exists (select from directives_meeting meeting where meeting.directive_id = directive.id)
), items as (
    delete from directives_item item using due where item.directive_id = due.id
), course as (
    delete from directives_directiveevent event using due where event.directive_id = due.id
), activations as (
    delete from directives_activation activation using due where activation.directive_id = due.id
)
delete from directives_directive directive
using due
where directive.id = due.id
