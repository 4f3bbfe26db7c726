-- purpose: letters of an area range as known at a moment, newest first: what they ask, what became of them
-- reads: cases_letter, cases_letterperson, cases_letterevent, cases_case, cases_outbreak
-- writes: nothing
-- index: letter_by_holder, letter_uid_once, letter_person_once, letter_event_once
-- idempotency: reads only
select l.uid, l.outgoing, l.number, coalesce(o.code || '-' || lpad(c.sequence::text, 3, '0'), '') as case,
       c.uid as case_uid, l.area, l.other, l.other_area, l.held_in, l.post, l.disease, l.asked,
       (select count(*)::int from cases_letterperson p where p.letter_id = l.id) as persons,
       l.sent_at, coalesce(seen.happened_at, said.happened_at) as acknowledged_at, said.happened_at as answered_at,
       coalesce(said.note, '') as answer, l.by, l.recorded_at
from cases_letter l
left join cases_case c on c.id = l.case_id
left join cases_outbreak o on o.id = c.outbreak_id
left join cases_letterevent seen
  on seen.letter_id = l.id and seen.kind = 'acknowledged' and seen.recorded_at <= %(known_at)s
left join cases_letterevent said
  on said.letter_id = l.id and said.kind = 'answered' and said.recorded_at <= %(known_at)s
where (l.area >= %(lo)s and l.area < %(hi)s or l.held_in >= %(lo)s and l.held_in < %(hi)s)
  and l.recorded_at <= %(known_at)s
  and (%(uid)s::uuid is null or l.uid = %(uid)s)
  and (%(case)s::uuid is null or c.uid = %(case)s)
  and (%(unit)s::uuid is null or l.post like '%%@' || %(unit)s or c.post like '%%@' || %(unit)s)
order by l.sent_at desc, l.id desc
limit %(most)s
