-- purpose: what hangs on the rows of a list and does not fit them
-- reads: intake_row, intake_forward, intake_candidate
-- writes: nothing
-- index: intake_row primary key, row_pending_by_facts, candidate_once
-- idempotency: reads only
select (select count(*) from intake_forward where batch_id = %(batch)s) as forwards,
       (select count(*)
        from intake_candidate c
        where c.batch_id = %(batch)s and not exists (
            select
            from intake_row r
            where r.batch_id = c.batch_id and r.sheet_no = c.sheet_no and r.row_no = c.row_no and r.part = c.part
              and r.outcome = 'review'
        )) as stray_candidates
