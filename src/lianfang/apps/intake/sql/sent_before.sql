-- purpose: a row that waits or was forwarded already with the same content, on the same channel, is not asked twice
-- reads: intake_fate (temporary), intake_row, intake_batch, intake_reviewdecision
-- writes: intake_fate (temporary)
-- index: row_pending_by_facts, intake_row primary key, decision_by_row
-- idempotency: repeats to the same result
--
-- Rows may be alike without being one person (two children of one name and age): the second like row of a list is
-- unchanged only if an earlier list held two. Between several persons there is still no choice.
with fresh as (
    select f.k, f.facts_digest, row_number() over (partition by f.facts_digest order by f.k) as nth
    from intake_fate f
    where f.outcome in ('review', 'forwarded')
),
earlier as (
    select r.facts_digest, r.batch_id, min(coalesce(d.person_id, r.person_id)) as person_id, count(*) as times
    from intake_row r
    join intake_batch b on b.id = r.batch_id and b.channel = %(channel)s
    left join lateral (
        select person_id
        from intake_reviewdecision d
        where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
        order by d.recorded_at desc, d.id desc
        limit 1
    ) d on true
    where r.batch_id <> %(batch)s and r.outcome in ('review', 'forwarded') and r.facts_digest in (select facts_digest from fresh)
    group by r.facts_digest, r.batch_id
),
most as (
    select distinct on (facts_digest) facts_digest, person_id, times from earlier order by facts_digest, times desc
)
update intake_fate f
set outcome = 'unchanged', reason = 'sent_before', rule = '',
    person_id = coalesce(case when f.reason <> 'several' then f.person_id end, most.person_id)
from fresh
join most on most.facts_digest = fresh.facts_digest and fresh.nth <= most.times
where f.k = fresh.k
