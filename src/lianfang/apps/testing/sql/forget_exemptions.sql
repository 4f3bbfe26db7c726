-- purpose: delete exemptions that ran out before the term
-- reads: nothing
-- writes: testing_exemption
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from testing_exemption
where area >= %(lo)s and area < %(hi)s and until_on < %(before_on)s
