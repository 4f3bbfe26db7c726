-- purpose: persons whom letters of an area name, written by the moment of knowledge; part: the letter, and its degree
-- reads: cases_letter, cases_letterperson
-- writes: nothing
-- index: letter_number_once, letter_person_once
-- idempotency: a query
select 'letter_person' as kind, l.uid || ':' || p.id as id, l.uid || ':' || p.degree as part
from cases_letter l
join cases_letterperson p on p.letter_id = l.id
where l.outgoing and l.sent_at <= %(until_at)s and l.recorded_at <= %(known_at)s
  and l.area >= %(lo)s and l.area < %(hi)s
