-- purpose: delete checks of homes before the term
-- reads: nothing
-- writes: facilities_homecheck
-- index: home_check_by_area
-- idempotency: what is gone is gone
delete from facilities_homecheck
where area >= %(lo)s and area < %(hi)s and happened_at < %(before_at)s
