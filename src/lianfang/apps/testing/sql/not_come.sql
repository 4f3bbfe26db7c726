-- purpose: who of an area has not come to a round, household by household, as one goes from door to door
-- reads: testing_target, testing_sample, people_person
-- writes: nothing
-- index: testing_target primary key; sample_once_a_round; people_person primary key
-- idempotency: a query
select person.uid as person, person.name, target.area, person.address, target.household_id as household
from testing_target target
join people_person person on person.id = target.person_id
where target.round_id = %(round)s and target.area >= %(lo)s and target.area < %(hi)s
  and not exists (
      select from testing_sample sample where sample.round_id = target.round_id and sample.person_id = target.person_id
  )
order by target.area, person.address, target.household_id, person.id
offset %(skipped)s
limit %(limit)s
