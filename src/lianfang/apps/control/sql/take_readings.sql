-- purpose: temperatures sent by the uid of their person, one or many: whose they are, what becomes of each, written
-- reads: people_person, control_measure, control_reading
-- writes: control_reading
-- index: person_uid_once, people_person primary key, person_by_merge, foreign key index on control_measure.person_id,
--        reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: a reading written before is unchanged; reading_once_per_slot refuses a second first
with sent as (
    select *
    from unnest(%(persons)s::text::uuid[], %(days)s::text::date[], %(slots)s::text::text[], %(values)s::text::numeric[],
                %(symptoms)s::text::text[], %(moments)s::text::timestamptz[])
         with ordinality as one(person_uid, on_date, slot, celsius, symptoms, happened_at, k)
),
meant as (
    select sent.*, coalesce(kept.id, named.id) as kept_id, coalesce(kept.uid, named.uid) as kept_uid,
           coalesce(kept.area, named.area) as kept_area
    from sent
    cross join lateral (
        select id, uid, area, merged_into_id from people_person where uid = sent.person_uid limit 1
    ) named
    left join lateral (
        select id, uid, area from people_person where id = named.merged_into_id limit 1
    ) kept on true
    where named.merged_into_id is null or kept.id is not null
),
placed as (
    select meant.k, meant.kept_uid, meant.on_date, meant.slot, meant.celsius, meant.symptoms, meant.happened_at,
           coalesce(ordered.person_id, meant.kept_id) as person_id, coalesce(ordered.area, meant.kept_area) as area
    from meant
    left join lateral (
        select m.person_id, m.area
        from (
            select meant.kept_id as person_id
            union all
            select id from people_person where merged_into_id = meant.kept_id
        ) record
        join control_measure m
          on m.person_id = record.person_id and m.duties_from <= meant.on_date and m.ends_on > meant.on_date
        order by m.ended_at desc nulls first, m.strictness desc, m.id desc
        limit 1
    ) ordered on true
),
lined as (
    select placed.*, row_number() over line = 1 and known.celsius is null as leads,
           (coalesce(lag(placed.celsius) over line, known.celsius), coalesce(lag(placed.symptoms) over line, known.symptoms))
           = (placed.celsius, placed.symptoms) as same
    from placed
    left join lateral (
        select r.celsius, r.symptoms
        from (
            select id, celsius, symptoms
            from control_reading
            where person_id = placed.person_id and on_date = placed.on_date and slot = placed.slot and not repeats
            union all
            select id, celsius, symptoms
            from control_reading
            where person_id = placed.person_id and on_date = placed.on_date and slot = placed.slot and repeats
        ) r
        order by r.id desc
        limit 1
    ) known on true
    where exists (select from unnest(%(scopes)s::text[]) scope where starts_with(placed.area, scope))
    window line as (partition by placed.person_id, placed.on_date, placed.slot order by placed.k)
),
judged as (
    select lined.*, case when same then 'unchanged' when leads then 'added' else 'superseding' end as fate
    from lined
),
written as (
    insert into control_reading
        (person_id, area, on_date, slot, celsius, symptoms, repeats, by, happened_at, recorded_at)
    select person_id, area, on_date, slot, celsius, symptoms, fate = 'superseding', %(by)s, happened_at, %(at)s
    from judged
    where fate <> 'unchanged'
    order by k
)
select placed.k::integer, judged.fate, placed.kept_uid, placed.area, placed.person_id
from placed
left join judged using (k)
