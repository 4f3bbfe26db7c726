-- purpose: the disease of results of which nobody said it: the only one possible; where several are, or none, refuse
-- reads: control_observed (temporary), control_measure, policy_adoption, policy_pack, policy_disease
-- writes: control_observed (temporary)
-- index: foreign key index on control_measure.person_id, disease_current_once
-- idempotency: rows with a disease or a reason are left alone
with possible as (
    select o.k, count(d.disease) as many, min(d.disease) as only,
           string_agg(coalesce(known.name, d.disease), '、' order by d.disease) as choices
    from control_observed o
    left join lateral control_diseases_of(o.person_id, o.area, o.on_date) d on true
    left join policy_disease known on known.code = d.disease and known.superseded_at is null
    where o.reason is null and o.disease is null
    group by o.k
)
update control_observed o
set disease = case when possible.many = 1 then possible.only end,
    reason = case when possible.many <> 1
                  then replace(%(unsaid)s, '{choices}', coalesce(possible.choices, %(known)s)) end
from possible
where o.k = possible.k
