-- purpose: all that happened to a person, newest first: lists, orders and their events, readings, meetings, tests, checks
-- reads: people_person, intake_exposure, intake_batch, intake_check, control_measure, control_measureevent,
--        control_reading, control_encounter, control_testresult
-- writes: nothing
-- index: person_by_merge; the index on person_id of each table
-- idempotency: a query
with recursive records as (
    select id from people_person where id = %(person_id)s
    union
    select p.id from people_person p join records r on p.merged_into_id = r.id
),
happened as (
    select b.received_at as at, 'listed' as what, e.kind as code, b.file_name || ' 第' || e.row_no || '行' as detail, '' as by
    from intake_exposure e join records r on r.id = e.person_id join intake_batch b on b.id = e.batch_id
    union all
    select m.issued_at, 'ordered', m.measure, '至 ' || m.ends_on, m.issuer
    from control_measure m join records r on r.id = m.person_id
    union all
    select v.happened_at, 'event', v.kind, v.note, v.by
    from control_measure m join records r on r.id = m.person_id
    join control_measureevent v on v.measure_id = m.id
    union all
    select t.happened_at, 'reading', t.slot, t.celsius || ' ℃', t.by
    from control_reading t join records r on r.id = t.person_id
    union all
    select c.happened_at, 'encounter_' || c.kind, c.outcome, c.note, c.by
    from control_encounter c join records r on r.id = c.person_id
    union all
    select s.happened_at, 'test', s.result, coalesce('Ct ' || s.ct, ''), s.by
    from control_testresult s join records r on r.id = s.person_id
    union all
    select k.happened_at, 'check', k.outcome, k.note, k.by
    from intake_check k join records r on r.id = k.person_id
)
select at, what, code, detail, by
from happened
where at <= %(until)s
order by at desc, what, detail
limit %(limit)s
