-- purpose: outbreaks of an area range, and of the places above it, with their cases as known at a moment
-- reads: cases_outbreak, cases_case, cases_caseevent
-- writes: nothing
-- index: outbreak_by_area, foreign key indexes on outbreak_id and case_id
-- idempotency: reads only
-- Cases are counted that the session sees: a town reads of its county's outbreak, and counts its own.
select o.uid, o.code, o.name, o.disease, o.area, o.begins_on,
       count(said.classification) as cases,
       count(*) filter (where said.classification in ('confirmed', 'recovered', 'died')) as confirmed,
       count(*) filter (where said.classification = 'asymptomatic') as asymptomatic,
       count(*) filter (where said.classification = 'excluded') as excluded,
       count(*) filter (where said.classification <> 'excluded' and c.found_through = 'control') as found_in_control,
       max(said.onset_on) as last_onset
from cases_outbreak o
left join cases_case c on c.outbreak_id = o.id and c.recorded_at <= %(known_at)s
left join lateral (
    select e.classification, e.onset_on
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id desc
    limit 1
) said on true
where (o.area >= %(lo)s and o.area < %(hi)s or starts_with(%(lo)s, o.area)) and o.recorded_at <= %(known_at)s
  and (%(code)s = '' or o.code = %(code)s) and (%(uid)s::uuid is null or o.uid = %(uid)s)
group by o.id
order by o.begins_on desc, o.id desc
