-- purpose: delete photographs of persons whose last order ended before the term; the sweep removes their files
-- reads: control_photograph, control_measure
-- writes: control_photograph
-- index: measure of person; photographs are read whole, once a night
-- idempotency: what is deleted is not found again
delete from control_photograph r
where r.area >= %(lo)s
  and r.area < %(hi)s
  and r.happened_at < %(before_at)s
  and not exists (
      select from control_measure m where m.person_id = r.person_id and m.ends_by >= %(before_on)s
  )
