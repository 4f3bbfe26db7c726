-- purpose: what hangs on the rows of a list and does not fit them
-- reads: intake_row, intake_forward, intake_candidate
-- writes: nothing
-- index: intake_row primary key, candidate_once
-- idempotency: reads only
--
-- `except` hashes both sides whatever the planner believes of rows that were just written.
select (select count(*) from intake_forward where batch_id = %(batch)s) as forwards,
       (select count(*)
        from (
            select sheet_no, row_no, part from intake_candidate where batch_id = %(batch)s
            except
            select sheet_no, row_no, part from intake_row where batch_id = %(batch)s and outcome = 'review'
        ) stray) as stray_candidates
