-- purpose: what a pack prescribes for every case: the first row of its table that fits, dated
-- reads: policy_case (temporary), policy_rule, policy_phase
-- writes: policy_answer (temporary)
-- index: rule_priority_once, phase_step_once
-- idempotency: the caller empties policy_answer first; same cases, pack and day give the same answers
--
-- 1. rule: the rows of the pack, and `reads`: which facts they look at.
-- 2. profile: the different combinations of those facts among the cases: few, however many cases.
-- 3. chosen: for each profile the first row that fits. An unknown fact meets no condition upon it.
-- 4. dated: every case with its row and day 1: the row's first date that is known, else arrival, exposure, today.
-- 5. schedule: the phases of each row for each day 1 that occurs: again few.
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
fact as not materialized (
    select c.case_id, c.last_exposure, c.arrived,
           coalesce(c.exposure, '') as exposure,
           coalesce(c.level, '') as level,
           case when reads.occupation then coalesce(c.occupation, '') else '' end as occupation,
           case when reads.vaccinated then coalesce(c.vaccinated::text, '') else '' end as vaccinated,
           case when reads.age then coalesce(c.age::text, '') else '' end as age,
           case when reads.days
                then coalesce((%(on)s::date - coalesce(c.last_exposure, c.arrived))::text, '') else '' end as days
    from policy_case c cross join reads
),
profile as (
    select p.*,
           case when p.exposure = 'area_arrival'
                then coalesce(%(area_exposures)s::jsonb ->> p.level, p.exposure) else p.exposure end as meant,
           nullif(p.vaccinated, '')::boolean as is_vaccinated,
           nullif(p.age, '')::integer as years,
           nullif(p.days, '')::integer as since
    from (select distinct exposure, level, occupation, vaccinated, age, days from fact) p
),
chosen as materialized (
    select distinct on (p.exposure, p.level, p.occupation, p.vaccinated, p.age, p.days)
           p.exposure, p.level, p.occupation, p.vaccinated, p.age, p.days,
           coalesce(r.id, 0) as rule_id,
           coalesce(r.category, %(none)s) as category,
           coalesce(r.basis, case when p.meant = 'area_arrival' then %(level_unknown)s else %(not_covered)s end)
               as basis,
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
    order by p.exposure, p.level, p.occupation, p.vaccinated, p.age, p.days, r.priority nulls last
),
anchored as not materialized (
    select f.case_id, f.last_exposure, f.arrived, c.rule_id, c.category, c.basis, c.first_day_one,
           case
               when c.first_day_one = 'last_exposure' and f.last_exposure is not null then 'last_exposure'
               when c.first_day_one = 'arrived' and f.arrived is not null then 'arrived'
               when c.first_day_one = 'assessed' then 'assessed'
               when c.second_day_one = 'last_exposure' and f.last_exposure is not null then 'last_exposure'
               when c.second_day_one = 'arrived' and f.arrived is not null then 'arrived'
               when c.second_day_one = 'assessed' then 'assessed'
               when f.arrived is not null then 'arrived'
               when f.last_exposure is not null then 'last_exposure'
               else 'assessed'
           end as anchor
    from fact f
    join chosen c using (exposure, level, occupation, vaccinated, age, days)
),
dated as materialized (
    select case_id, rule_id, category, basis, anchor, anchor is distinct from first_day_one as anchor_missing,
           case anchor when 'last_exposure' then last_exposure when 'arrived' then arrived
                       else %(on)s::date end as day_one
    from anchored
),
schedule as materialized (
    select d.rule_id, d.day_one, p.step, p.measure, p.place, p.days, p.last, p.readings_per_day, p.calls_per_day,
           d.day_one + p.day_offset as starts_on,
           d.day_one + p.day_offset + p.days as ends_on,
           array(select d.day_one + p.day_offset + day - 1 from unnest(p.test_days) as day order by day)
               as test_dates,
           d.day_one + r.total_days <= %(on)s::date as ended
    from (select distinct rule_id, day_one from dated) d
    join rule r on r.id = d.rule_id
    join policy_phase p on p.rule_id = d.rule_id
)
insert into policy_answer
select d.case_id, nullif(d.rule_id, 0), d.category, coalesce(s.step, 0), s.measure, s.place, s.days,
       s.starts_on, s.ends_on, coalesce(s.test_dates, '{}'), coalesce(s.readings_per_day, 0),
       coalesce(s.calls_per_day, 0), coalesce(s.last, true), d.basis,
       case when s.step is not null then d.anchor end,
       s.step is not null and d.anchor_missing, coalesce(s.ended, false)
from dated d
left join schedule s on s.rule_id = d.rule_id and s.day_one = d.day_one
