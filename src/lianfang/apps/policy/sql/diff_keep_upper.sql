-- purpose: put the upper pack's answers aside before the lower pack is assessed
-- reads: policy_answer (temporary)
-- writes: policy_upper_answer (temporary)
-- index: none
-- idempotency: replaces what it kept before
drop table if exists policy_upper_answer;
create temporary table policy_upper_answer as table policy_answer
