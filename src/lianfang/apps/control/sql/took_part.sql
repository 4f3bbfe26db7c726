-- purpose: whether somebody issued an order or prolonged it, by account or, without one, by name
-- reads: audit_auditevent, control_measure, intake_exposure, control_measureevent
-- writes: nothing
-- index: audit_by_subject, foreign key index on measure_id
-- idempotency: a query
select exists (
           select from control_measure measure
           left join intake_exposure exposure on exposure.id = measure.exposure_id
           join audit_auditevent line
             on line.subject in ('people_person:' || measure.person_id, 'intake_batch:' || exposure.batch_id)
           where measure.id = %(measure)s and line.action = 'measures.issued' and line.at = measure.issued_at
             and (line.actor = %(actor)s or line."user" = %(account)s::bigint)
       )
       or exists (
           select from control_measureevent event
           where event.measure_id = %(measure)s and event.kind = 'extended' and event.by = %(actor)s
       ) as took_part
