-- purpose: delete who was on the list of a programme until before the term
-- reads: nothing
-- writes: testing_member
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from testing_member
where area >= %(lo)s and area < %(hi)s and until_on < %(before_on)s
