-- purpose: delete temperatures of persons whose last order ended before the term
-- reads: control_reading, control_measure
-- writes: control_reading
-- index: reading_by_area, measure of person
-- idempotency: what is deleted is not found again
delete from control_reading r
where r.area >= %(lo)s
  and r.area < %(hi)s
  and r.on_date < %(before_on)s
  and not exists (
      select from control_measure m where m.person_id = r.person_id and m.ends_by >= %(before_on)s
  )
