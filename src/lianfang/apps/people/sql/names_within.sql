-- purpose: names of registered persons of an area that stand in a text; of two characters only after a lead
-- reads: people_person
-- writes: nothing
-- index: person_by_area; read through, once for each text that is written for the public
-- idempotency: a query
select distinct person.name
from people_person person
where person.area >= %(lo)s and person.area < %(hi)s and person.merged_into_id is null
  and (
          length(person.name) > 2 and strpos(%(text)s, person.name) > 0
          or length(person.name) = 2 and exists (
              select from unnest(%(leads)s::text[]) as lead(word) where strpos(%(text)s, lead.word || person.name) > 0
          )
      )
limit 5
