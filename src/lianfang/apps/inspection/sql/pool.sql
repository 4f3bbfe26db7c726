-- purpose: what may be inspected in an area, of some kinds, with what is known of each: visits, repeats, overdue, risk
-- reads: areas_area, areas_unit, inspection_visit, inspection_findings_known, policy_riskarea
-- writes: nothing
-- index: area_code_current_once, visit_by_area, finding_by_area
-- idempotency: reads only
with target as (
    select 'village' as kind, code collate "C" as target, code as area, name
    from areas_area
    where 'village' = any (%(kinds)s::text[]) and level = 5 and until_edition_id is null
      and code >= %(lo)s and code < %(hi)s
    union all
    select kind, uid::text collate "C", area, name
    from areas_unit
    where kind = any (%(kinds)s::text[]) and area >= %(lo)s and area < %(hi)s
),
visited as (
    select target, kind, count(*) as visits, max(happened_at) as last_at
    from inspection_visit
    where area >= %(lo)s and area < %(hi)s and recorded_at <= %(at)s
    group by target, kind
),
found as (
    select target, kind,
           count(*) filter (where times > 1 and found_at > %(at)s - interval '180 days') as repeats,
           count(*) filter (where state in ('open', 'reopened') and due_at < %(at)s) as overdue
    from inspection_findings_known(%(lo)s, %(hi)s, %(at)s)
    where state <> 'withdrawn'
    group by target, kind
)
select target.kind, target.target, target.area, target.name,
       coalesce(visited.visits, 0)::integer as visits,
       %(on)s::date - (visited.last_at at time zone %(zone)s)::date as days_since,
       coalesce(found.repeats, 0)::integer as repeats,
       coalesce(found.overdue, 0)::integer as overdue,
       exists (
           select from policy_riskarea risk
           where risk.level in ('high', 'medium', 'sealed', 'controlled') and starts_with(risk.place, target.area)
             and risk.announced_on <= %(on)s and (risk.lifted_on is null or risk.lifted_on > %(on)s)
       ) or exists (
           select from policy_riskarea risk
           where risk.level in ('high', 'medium', 'sealed', 'controlled') and risk.place ~ '^[0-9]{9,}$'
             and starts_with(target.area, risk.place)
             and risk.announced_on <= %(on)s and (risk.lifted_on is null or risk.lifted_on > %(on)s)
       ) as risky
from target
left join visited using (target, kind)
left join found on found.target = target.target and found.kind = target.kind
order by target.kind, target.area, target.target
