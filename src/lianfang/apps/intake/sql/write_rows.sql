-- purpose: account for every row of the list
-- reads: intake_fate, intake_kept (temporary)
-- writes: intake_row
-- index: intake_row primary key refuses a row twice
-- idempotency: once a batch, in the transaction that marks it done
insert into intake_row
    (batch_id, sheet_no, row_no, part, outcome, rule, reason, person_id, area, facts_digest, sealed)
select %(batch)s, f.sheet_no, f.row_no, 0, f.outcome, f.rule, f.reason,
       case when f.outcome in ('review', 'rejected') then null else f.person_id end,
       f.area, f.facts_digest, kept.sealed
from intake_fate f
left join intake_kept kept on kept.k = f.k
order by f.person_id, f.k
