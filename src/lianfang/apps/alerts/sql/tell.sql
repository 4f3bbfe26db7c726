-- purpose: one notice an officer for all slots of which the officer is newly told, and each slot's escalation
-- reads: alerts_newly_due, alerts_addressee (temporary)
-- writes: alerts_notice, alerts_escalation
-- index: told_once
-- idempotency: a slot told at a level is refused by told_once; the caller holds the lock of the run
with told as (
    select due.*, who.officer, who.holder, who.holder_post, who.holder_area
    from alerts_newly_due due
    join alerts_addressee who using (area, post)
),
line as (
    select officer, kind, nature, count(*) as items, min(due_at) as due_at, min(holder) as holder,
           min(holder_area) as area, bool_or(urgent) as urgent, min(holder_post) as post,
           array_position(array['opened', 'reminder', 'overdue', 'escalated'], nature) as rank
    from told
    group by officer, kind, nature
),
notice as (
    insert into alerts_notice (area, officer, holder, post, nature, urgent, items, lines, due_at, told_at,
                               acknowledged_by)
    select min(area), officer, min(holder), min(post),
           (array['opened', 'reminder', 'overdue', 'escalated'])[max(rank)], bool_or(urgent), sum(items),
           jsonb_agg(jsonb_build_object('kind', kind, 'nature', nature, 'count', items, 'due_at', due_at)
                     order by rank desc, due_at, kind),
           min(due_at), %(at)s, ''
    from line
    group by officer
    returning id, officer
)
insert into alerts_escalation (notice_id, kind, subject, ref, area, due_at, level, post, told_at)
select notice.id, told.kind, told.subject, told.ref, told.area, told.due_at, told.level, told.post, %(at)s
from told
join notice using (officer)
order by told.due_at, told.kind, told.subject, told.ref
