-- purpose: cases of an area range as known at a moment, newest first: what doctors say now, what was done when
-- reads: cases_case, cases_outbreak, cases_caseevent, people_person
-- writes: nothing
-- index: case_by_area, foreign key indexes on case_id and outbreak_id, people_person primary key
-- idempotency: reads only
select c.uid, o.code || '-' || lpad(c.sequence::text, 3, '0') as number, o.code as outbreak, o.uid as outbreak_uid,
       coalesce(kept.uid, p.uid) as person, coalesce(kept.name, p.name, '') as name,
       c.area, c.held_in, c.post, c.unit, c.disease, c.found_through,
       said.classification, said.onset_on, said.sampled_on, said.diagnosed_at, said.died_on, said.card,
       done.stated_at, done.reported_at, c.trajectory_hours, done.trajectory_at, done.investigated_at, c.recorded_at
from cases_case c
join cases_outbreak o on o.id = c.outbreak_id
left join people_person p on p.id = c.person_id
left join people_person kept on kept.id = p.merged_into_id
join lateral (
    select e.classification, e.onset_on, e.sampled_on, e.diagnosed_at, e.died_on, e.card
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id desc
    limit 1
) said on true
join lateral (
    select min(e.happened_at) filter (where e.kind = 'stated') as stated_at,
           min(e.happened_at) filter (where e.kind = 'reported') as reported_at,
           min(e.happened_at) filter (where e.kind = 'trajectory') as trajectory_at,
           min(e.happened_at) filter (where e.kind = 'investigated') as investigated_at
    from cases_caseevent e
    where e.case_id = c.id and e.recorded_at <= %(known_at)s
) done on true
where (c.area >= %(lo)s and c.area < %(hi)s or c.held_in >= %(lo)s and c.held_in < %(hi)s)
  and c.recorded_at <= %(known_at)s
  and (%(uid)s::uuid is null or c.uid = %(uid)s)
  and (%(number)s = '' or o.code || '-' || lpad(c.sequence::text, 3, '0') = %(number)s)
  and (%(outbreak)s = '' or o.code = %(outbreak)s)
  and (%(person)s::uuid is null or coalesce(kept.uid, p.uid) = %(person)s)
  and (%(classification)s = '' or said.classification = %(classification)s)
  and (%(unit)s::uuid is null or c.unit = %(unit)s or c.post like '%%@' || %(unit)s)
order by c.recorded_at desc, c.id desc
limit %(most)s
