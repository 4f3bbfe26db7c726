-- purpose: one task for each item of a directive and each area and post, or head of a unit, that it goes to
-- reads: targets (relation given by the caller)
-- writes: directives_task
-- index: task_once
-- idempotency: task_once; what is issued already is left alone
insert into directives_task (directive_id, item_id, area, issuer_area, post, unit_id, issued_at, receive_by, due_at,
                             starts_on, times, days, clocks)
select %(directive)s, f.item_id, f.area, %(issuer)s, f.post, f.unit_id, %(at)s, given.receive_by, given.due_at,
       given.starts_on, given.times, given.days, given.clocks
from targets f
join jsonb_to_recordset(%(limits)s::jsonb) as given(item bigint, receive_by timestamptz, due_at timestamptz,
     starts_on date, times smallint, days smallint, clocks time[]) on given.item = f.item_id
on conflict on constraint task_once do nothing
