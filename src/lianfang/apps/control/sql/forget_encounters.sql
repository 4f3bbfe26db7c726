-- purpose: delete visits and calls of persons whose last order ended before the term
-- reads: control_encounter, control_measure
-- writes: control_encounter
-- index: encounter_by_area, measure of person
-- idempotency: what is deleted is not found again
delete from control_encounter r
where r.area >= %(lo)s
  and r.area < %(hi)s
  and r.on_date < %(before_on)s
  and not exists (
      select from control_measure m where m.person_id = r.person_id and m.ends_by >= %(before_on)s
  )
