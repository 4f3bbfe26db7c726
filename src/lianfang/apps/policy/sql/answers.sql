-- purpose: the answers with the code of the row that gave each, in order of case and step
-- reads: policy_answer (temporary), policy_rule, policy_pack
-- writes: nothing
-- index: primary keys
-- idempotency: reads only
select a.*, coalesce(p.name || '/' || p.version || '/' || r.code, '') as rule
from policy_answer a
left join policy_rule r on r.id = a.rule_id
left join policy_pack p on p.id = r.pack_id
order by a.case_id, a.step
