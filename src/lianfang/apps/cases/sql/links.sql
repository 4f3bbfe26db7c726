-- purpose: cases of an outbreak as known at a moment with the infector that is believed then, in the order of onset
-- reads: cases_case, cases_outbreak, cases_caseevent, cases_link, people_person
-- writes: nothing
-- index: outbreak_code_once, foreign key indexes on outbreak_id and case_id
-- idempotency: reads only
select c.uid, o.code || '-' || lpad(c.sequence::text, 3, '0') as number, coalesce(kept.name, p.name, '') as name,
       said.classification, c.found_through, said.onset_on, said.sampled_on,
       infector.uid as infector, coalesce(o.code || '-' || lpad(infector.sequence::text, 3, '0'), '') as infector_number,
       coalesce(link.certainty, '') as certainty, coalesce(link.setting, '') as setting
from cases_outbreak o
join cases_case c on c.outbreak_id = o.id and c.recorded_at <= %(known_at)s
left join people_person p on p.id = c.person_id
left join people_person kept on kept.id = p.merged_into_id
join lateral (
    select e.classification, e.onset_on, e.sampled_on
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id desc
    limit 1
) said on said.classification <> 'excluded'
left join lateral (
    select l.infector_id, l.certainty, l.setting
    from cases_link l
    where l.case_id = c.id and l.recorded_at <= %(known_at)s
    order by l.id desc
    limit 1
) link on link.infector_id is not null
left join cases_case infector on infector.id = link.infector_id
where o.code = %(outbreak)s
  and (%(unit)s::uuid is null or c.unit = %(unit)s or c.post like '%%@' || %(unit)s)
order by coalesce(said.onset_on, said.sampled_on), c.sequence
