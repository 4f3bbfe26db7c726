-- purpose: all that happened to a person, newest first, with who and when it was recorded: lists and what became of
--        them, groups, orders and their events, readings, meetings, tests, checks, merges, changes of the record
-- reads: people_person, people_merge, intake_exposure, intake_withdrawal, intake_reviewdecision, intake_batch,
--        intake_groupfact, intake_check, control_measure, control_measureevent, control_reading, control_encounter,
--        control_testresult, policy_disease, audit_auditevent
-- writes: nothing
-- index: person_by_merge; reading_once_per_slot, reading_repeated; the index on person_id of each table; audit_by_subject
-- idempotency: a query
with recursive records as (
    select id, uid from people_person where id = %(person_id)s
    union
    select p.id, p.uid from people_person p join records r on p.merged_into_id = r.id
),
happened as (
    select told.*, array[]::text[] as fields from (
        select b.received_at as at, e.recorded_at, 'listed' as what, e.kind as code,
               b.file_name || ' · ' || e.row_no as detail, coalesce(d.by, b.by) as by
        from intake_exposure e join records r on r.id = e.person_id join intake_batch b on b.id = e.batch_id
        left join intake_reviewdecision d on d.id = e.decision_id
        union all
        select w.happened_at, w.recorded_at, 'withdrawn', e.kind, b.file_name || ' · ' || e.row_no, w.by
        from intake_exposure e join records r on r.id = e.person_id join intake_withdrawal w on w.exposure_id = e.id
        join intake_batch b on b.id = e.batch_id
        union all
        select g.happened_at, g.recorded_at, case when g.enters then 'entered' else 'left' end, g."group", '', ''
        from intake_groupfact g join records r on r.id = g.person_id
        union all
        select m.issued_at, m.recorded_at, 'ordered', m.measure, m.starts_on || ' – ' || m.ends_on, m.issuer
        from control_measure m join records r on r.id = m.person_id
        union all
        select v.happened_at, v.recorded_at, 'event', v.kind, v.note, v.by
        from control_measure m join records r on r.id = m.person_id
        join control_measureevent v on v.measure_id = m.id
        union all
        select t.happened_at, t.recorded_at, 'reading', t.slot, t.celsius || ' ℃', t.by
        from records r join control_reading t on t.person_id = r.id and not t.repeats
        union all
        select t.happened_at, t.recorded_at, 'reading', t.slot, t.celsius || ' ℃', t.by
        from records r join control_reading t on t.person_id = r.id and t.repeats
        union all
        select c.happened_at, c.recorded_at, 'encounter_' || c.kind, c.outcome, c.note, c.by
        from control_encounter c join records r on r.id = c.person_id
        union all
        select s.happened_at, s.recorded_at, 'test', s.result, concat_ws(' · ', coalesce(d.name, s.disease), 'Ct ' || s.ct), s.by
        from control_testresult s join records r on r.id = s.person_id
        left join policy_disease d on d.code = s.disease and d.superseded_at is null
        union all
        select k.happened_at, k.recorded_at, 'check', k.outcome, k.note, k.by
        from intake_check k join records r on r.id = k.person_id
        union all
        select m.merged_at, m.merged_at, 'merge', 'merged', p.name || '：' || m.ground, m.by
        from people_merge m join people_person p on p.id = m.merged_id
        where m.kept_id in (select id from records)
        union all
        select m.undone_at, m.undone_at, 'merge', 'unmerged', p.name, m.undone_by
        from people_merge m join people_person p on p.id = m.merged_id
        where m.kept_id in (select id from records) and m.undone_at is not null
    ) told
    union all
    select a.at, a.recorded_at, 'record', a.action,
           concat_ws(' · ', a.facts ->> 'ground', a.facts ->> 'reason'), a.actor, array(
               select jsonb_array_elements_text(case jsonb_typeof(a.facts -> 'fields') when 'array' then a.facts -> 'fields' else '[]' end)
           )
    from audit_auditevent a
    where a.subject in (select 'person:' || uid from records) and a.action = any(%(actions)s::text[])
)
select at, recorded_at, what, code, coalesce(detail, '') as detail, by, fields
from happened
where at <= %(until)s
order by at desc, recorded_at desc, what, detail
limit %(limit)s
