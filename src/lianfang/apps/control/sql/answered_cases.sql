-- purpose: how policy answered: cases without a measure, over already, to order at once, contested
-- reads: policy_answer, control_contest (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select count(*) filter (where step = 0) as not_covered,
       count(*) filter (where step = 1 and ended) as over,
       count(*) filter (where step = 1 and not ended) as to_order,
       (select count(distinct case_id) from control_contest) as contested
from policy_answer
