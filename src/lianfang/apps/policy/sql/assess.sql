-- purpose: what a pack prescribes for every case: the first row of its table that fits, dated
-- reads: policy_case (temporary), policy_rule, policy_phase
-- writes: policy_answer (temporary)
-- index: rule_priority_once, phase_step_once
-- idempotency: the caller empties policy_answer first; same cases, pack and day give the same answers
--
-- 1. rule: the rows of the pack, and `reads`: which facts they look at.
-- 2. keyed: every case with the facts that matter as one key. Different keys are few, however many cases.
-- 3. profile: each key taken apart again. An unknown fact is empty, and meets no condition upon it.
-- 4. chosen: for each profile the first row that fits, or why none does.
-- 5. dated: every case with its profile and day 1, as one number: the row's first date that is known, else
--    arrival, exposure, the day of assessment.
-- 6. schedule: the whole answer for each such number that occurs: again few. The last join writes it out.
-- Joins on one narrow key let the planner foresee the many rows that come, and hash or sort them in memory.
with rule as materialized (
    select * from policy_rule where pack_id = %(pack_id)s
),
reads as materialized (
    select coalesce(bool_or(occupation <> ''), false) as occupation,
           coalesce(bool_or(vaccinated is not null), false) as vaccinated,
           coalesce(bool_or(age_from is not null or age_under is not null), false) as age,
           coalesce(bool_or(days_min is not null or days_max is not null), false) as days
    from rule
),
keyed as not materialized (
    select c.case_id, c.last_exposure, c.arrived,
           concat_ws(
               chr(31),
               coalesce(c.exposure, ''),
               coalesce(c.level, ''),
               case when (select vaccinated from reads) then coalesce(c.vaccinated::text, '') else '' end,
               case when (select age from reads) then coalesce(c.age::text, '') else '' end,
               case when (select days from reads)
                    then coalesce((%(on)s::date - coalesce(c.last_exposure, c.arrived))::text, '') else '' end,
               case when (select occupation from reads) then coalesce(c.occupation, '') else '' end
           ) as key
    from policy_case c
),
profile as (
    select key, exposure, level, occupation, is_vaccinated, years, since,
           case when exposure = 'area_arrival'
                then coalesce(%(area_exposures)s::jsonb ->> level, exposure) else exposure end as meant
    from (select distinct key from keyed) k
    cross join lateral (
        select split_part(key, chr(31), 1) as exposure,
               split_part(key, chr(31), 2) as level,
               nullif(split_part(key, chr(31), 3), '')::boolean as is_vaccinated,
               nullif(split_part(key, chr(31), 4), '')::integer as years,
               nullif(split_part(key, chr(31), 5), '')::integer as since,
               split_part(key, chr(31), 6) as occupation
    ) facts
),
fitting as (
    select distinct on (p.key)
           p.key, p.meant, r.id as rule_id, r.category, r.basis, r.total_days,
           r.day_ones[1] as first_day_one, r.day_ones[2] as second_day_one
    from profile p
    left join rule r
      on r.exposure in ('', p.meant)
     and r.level in ('', p.level)
     and r.occupation in ('', p.occupation)
     and (r.vaccinated is null or r.vaccinated = p.is_vaccinated)
     and (r.age_from is null or p.years >= r.age_from)
     and (r.age_under is null or p.years < r.age_under)
     and (r.days_min is null or p.since >= r.days_min)
     and (r.days_max is null or p.since <= r.days_max)
    order by p.key, r.priority nulls last
),
chosen as materialized (
    select key, row_number() over () as number, rule_id, coalesce(category, %(none)s) as category,
           coalesce(basis, case when meant = 'area_arrival' then %(level_unknown)s else %(not_covered)s end)
               as basis,
           total_days, first_day_one, second_day_one
    from fitting
),
anchored as not materialized (
    select f.case_id, f.last_exposure, f.arrived, c.number,
           case
               when c.first_day_one = 'last_exposure' and f.last_exposure is not null then 1
               when c.first_day_one = 'arrived' and f.arrived is not null then 2
               when c.first_day_one = 'assessed' then 3
               when c.second_day_one = 'last_exposure' and f.last_exposure is not null then 1
               when c.second_day_one = 'arrived' and f.arrived is not null then 2
               when c.second_day_one = 'assessed' then 3
               when f.arrived is not null then 2
               when f.last_exposure is not null then 1
               else 3
           end as anchor
    from keyed f
    join chosen c using (key)
),
dated as materialized (
    select case_id,
           (number << 34) + (anchor::bigint << 32) + 2147483648
               + (case anchor when 1 then last_exposure when 2 then arrived else %(on)s::date end
                  - date '2000-01-01') as answer
    from anchored
),
schedule as materialized (
    select d.answer, c.rule_id, c.category, c.basis,
           coalesce(p.step, 0) as step, p.measure, p.place, p.days,
           n.day_one + p.day_offset as starts_on,
           n.day_one + p.day_offset + p.days as ends_on,
           array(select n.day_one + p.day_offset + day - 1 from unnest(p.test_days) as day order by day)
               as test_dates,
           coalesce(p.readings_per_day, 0) as readings_per_day,
           coalesce(p.calls_per_day, 0) as calls_per_day,
           coalesce(p.last, true) as last,
           case when p.step is not null then n.anchor end as anchor,
           p.step is not null and n.anchor is distinct from c.first_day_one as anchor_missing,
           p.step is not null and n.day_one + c.total_days <= %(on)s::date as ended
    from (select distinct answer from dated) d
    cross join lateral (
        select d.answer >> 34 as number,
               (array['last_exposure', 'arrived', 'assessed'])[(d.answer >> 32) & 3] as anchor,
               date '2000-01-01' + ((d.answer & 4294967295) - 2147483648)::integer as day_one
    ) n
    join chosen c on c.number = n.number
    left join policy_phase p on p.rule_id = c.rule_id
)
insert into policy_answer (
    case_id, rule_id, category, step, measure, place, days, starts_on, ends_on, test_dates, readings_per_day,
    calls_per_day, last, basis, anchor, anchor_missing, ended
)
select d.case_id, s.rule_id, s.category, s.step, s.measure, s.place, s.days, s.starts_on, s.ends_on,
       s.test_dates, s.readings_per_day, s.calls_per_day, s.last, s.basis, s.anchor, s.anchor_missing, s.ended
from dated d
join schedule s using (answer)
