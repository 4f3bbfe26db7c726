-- purpose: whether a measure for a disease was in force over a person on a day
-- reads: control_measure, people_person
-- writes: nothing
-- index: foreign key index on control_measure.person_id, person_by_merge
-- idempotency: reads only
select exists (
    select
    from control_measure m
    where m.person_id in (select id from people_person where id = %(person)s or merged_into_id = %(person)s)
      and m.disease = %(disease)s and m.starts_on <= %(day)s and m.ends_on > %(day)s
      and (m.ended_at is null or m.ended_at > %(day)s) and m.recorded_at <= %(at)s
) as held
