-- purpose: delete meetings held before the term; a later one no longer names the one before it
-- reads: directives_meeting
-- writes: directives_meeting
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
with due as (
    select id from directives_meeting
    where area >= %(lo)s and area < %(hi)s and held_at < %(before_at)s
), loosened as (
    update directives_meeting later set previous_id = null
    where later.previous_id in (select id from due) and later.id not in (select id from due)
)
delete from directives_meeting meeting
using due
where meeting.id = due.id
