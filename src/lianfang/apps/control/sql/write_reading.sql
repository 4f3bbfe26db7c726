-- purpose: write one temperature
-- reads: nothing
-- writes: control_reading
-- index: none
-- idempotency: reading_once_per_slot refuses a second first
insert into control_reading (person_id, area, on_date, slot, celsius, symptoms, repeats, by, happened_at, recorded_at)
values (%(person_id)s, %(area)s, %(on_date)s, %(slot)s, %(celsius)s, %(symptoms)s, %(repeats)s, %(by)s, %(happened_at)s,
        %(recorded_at)s)
