-- purpose: close contacts of an outbreak by the setting of their exposure, and how many of them fell ill after it
-- reads: cases_outbreak, cases_case, cases_contact, cases_judgement, cases_caseevent, people_person
-- writes: nothing
-- index: outbreak_code_once, foreign key indexes on case_id, contact_id and outbreak_id, case_person_once
-- idempotency: reads only
-- A contact counts where it was exposed last; one of two cases in two settings counts in both, once in each. Whoever
-- fell ill before the exposure is left out.
with judged as (
    select coalesce(p.merged_into_id, k.person_id) as person_id, %(settings)s::jsonb ->> j.rule as setting,
           min((j.first_at at time zone %(zone)s)::date) as exposed_on
    from cases_outbreak o
    join cases_case c on c.outbreak_id = o.id
    join cases_contact k on k.case_id = c.id
    left join people_person p on p.id = k.person_id
    join lateral (
        select x.rule, x.degree, x.holds, x.first_at
        from cases_judgement x
        where x.contact_id = k.id and x.recorded_at <= %(known_at)s
        order by x.id desc
        limit 1
    ) j on j.holds and j.degree = 1
    where o.code = %(outbreak)s
      and (%(unit)s::uuid is null or c.unit = %(unit)s or c.post like '%%@' || %(unit)s)
    group by coalesce(p.merged_into_id, k.person_id), setting
), ill as (
    select coalesce(p.merged_into_id, c.person_id) as person_id,
           min(coalesce(said.onset_on, said.sampled_on)) as ill_on
    from cases_outbreak o
    join cases_case c on c.outbreak_id = o.id and c.recorded_at <= %(known_at)s
    left join people_person p on p.id = c.person_id
    join lateral (
        select e.classification, e.onset_on, e.sampled_on
        from cases_caseevent e
        where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
        order by e.id desc
        limit 1
    ) said on said.classification <> 'excluded'
    where o.code = %(outbreak)s
    group by coalesce(p.merged_into_id, c.person_id)
)
select judged.setting, count(*)::int as contacts, count(ill.person_id)::int as cases
from judged
left join ill on ill.person_id = judged.person_id
where ill.ill_on is null or ill.ill_on >= judged.exposed_on
group by judged.setting
order by contacts desc, judged.setting
