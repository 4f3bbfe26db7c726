-- purpose: one case for every combination of facts that two packs tell apart
-- reads: policy_rule
-- writes: policy_case (temporary)
-- index: rule_priority_once
-- idempotency: the caller empties policy_case first
with rule as materialized (
    select * from policy_rule where pack_id in (%(upper)s, %(lower)s)
),
exposure as (
    select exposure from rule where exposure <> ''
    union select 'other'
),
level as (select level from rule where level <> '' union select ''),
occupation as (select occupation from rule where occupation <> '' union select ''),
vaccinated as (select vaccinated from rule where vaccinated is not null union select not vaccinated from rule
               where vaccinated is not null union select null),
age as (select age_from as age from rule where age_from is not null
        union select age_under from rule where age_under is not null
        union select age_from - 1 from rule where age_from > 0
        union select age_under - 1 from rule where age_under is not null union select null),
since as (select days_min as days from rule where days_min is not null
          union select days_max from rule where days_max is not null
          union select days_min - 1 from rule where days_min > 0
          union select days_max + 1 from rule where days_max is not null union select 0)
insert into policy_case (case_id, exposure, level, occupation, vaccinated, age, last_exposure, arrived)
select row_number() over (order by exposure, level, occupation, vaccinated, age, days),
       exposure, level, occupation, vaccinated, age, %(on)s::date - days, %(on)s::date - days
from exposure, level, occupation, vaccinated, age, since
