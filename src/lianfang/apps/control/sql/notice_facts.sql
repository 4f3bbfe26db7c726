-- purpose: what a notice tells of an order beyond the order itself: exposure, approval, readings, serving officers
-- reads: control_measure, control_measureevent, intake_exposure
-- writes: nothing
-- index: primary keys, foreign key index on measure_id
-- idempotency: reads only
select m.issuer, m.readings_per_day, m.approval ->> 'approved_by' as approved_by,
       m.approval ->> 'reason' as approval_reason, e.last_exposure,
       array(select jsonb_array_elements_text(v.details -> 'officers') from control_measureevent v
             where v.measure_id = m.id and v.kind = 'served' and v.details -> 'officers' is not null) as officers
from control_measure m
left join intake_exposure e on e.id = m.exposure_id
where m.id = %(measure_id)s
