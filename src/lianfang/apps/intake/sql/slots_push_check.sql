-- purpose: slots of the duty to check a pushed person: from the push's receipt until a check settles where they are
-- reads: intake_row, intake_batch, intake_reviewdecision, intake_check, people_person
-- writes: nothing
-- index: row_by_area, decision_by_row, intake_check by person, people_person primary key
-- idempotency: a query
--
-- Pushes of a person to one place that one check settles, or none yet, are one duty: its clock starts with the first,
-- its evidence names every list (uids of lists ascend with time). A doubtful row is due once it is
-- decided whose it is; its clock still starts with the push.
with pushed as (
    select batch_id, sheet_no, row_no, person_id, area
    from intake_row
    where area >= %(lo)s and area < %(hi)s
      and outcome in ('matched', 'created', 'forwarded') and person_id is not null
      and person_id in (select id from people_person where uid in (select unnest(%(among)s::text::uuid[])))  -- among
    union all
    select batch_id, sheet_no, row_no, person_id, area
    from (
        select distinct on (r.batch_id, r.sheet_no, r.row_no, r.part)
               r.batch_id, r.sheet_no, r.row_no, d.person_id, d.area
        from intake_row r
        join intake_reviewdecision d
          on d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
        where r.outcome = 'review' and d.recorded_at <= %(known_at)s
          and d.area >= %(lo)s and d.area < %(hi)s
        order by r.batch_id, r.sheet_no, r.row_no, r.part, d.recorded_at desc, d.id desc
    ) last_decision
    where person_id is not null
      and person_id in (select id from people_person where uid in (select unnest(%(among)s::text::uuid[])))  -- among
),
unsettled as materialized (
    -- most were settled before the view begins: dropped by one join before the others are looked at singly
    select pushed.person_id, pushed.area, batch.received_at,
           batch.uid || ' ' || pushed.sheet_no || ':' || pushed.row_no as told
    from pushed
    join intake_batch batch
      on batch.id = pushed.batch_id and batch.channel = any(%(pushes)s) and batch.state = 'done'
     and batch.recorded_at <= %(known_at)s and batch.received_at <= %(until_at)s
    where not exists (
        select
        from intake_check c
        where c.person_id = pushed.person_id and c.outcome = any(%(settling)s)
          and c.happened_at >= batch.received_at and c.happened_at < %(from_at)s and c.recorded_at <= %(known_at)s
    )
)
select person.uid::text as subject_id,
       duty.told[1] as ref,
       duty.area,
       duty.opens_at,
       duty.opens_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       duty.happened_at as done_at,
       concat_ws(' ', 'check:' || duty.uid, 'pushed:' || array_to_string(duty.told, ' ')) as evidence
from (
    select pushed.person_id, pushed.area, settled.happened_at, settled.uid,
           array_agg(pushed.told order by pushed.told) as told, min(pushed.received_at) as opens_at
    from unsettled pushed
    left join lateral (
        select c.happened_at, c.uid
        from intake_check c
        where c.person_id = pushed.person_id and c.outcome = any(%(settling)s)
          and c.happened_at >= pushed.received_at and c.happened_at <= %(known_at)s and c.recorded_at <= %(known_at)s
        order by c.happened_at
        limit 1
    ) settled on true
    group by pushed.person_id, pushed.area, settled.happened_at, settled.uid
) duty
join people_person person on person.id = duty.person_id
