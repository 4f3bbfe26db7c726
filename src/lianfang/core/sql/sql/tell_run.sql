-- purpose: say how far a piece of long work is, while its own transaction is still open
-- reads: nothing
-- writes: sql_run
-- index: run_once_per_window
-- idempotency: repeats to the same result
insert into sql_run (job, "window", state, started_at, finished_at, steps)
values (%(job)s, %(window)s, %(state)s, %(at)s, case when %(state)s = 'done' then now() end, %(steps)s)
on conflict (job, "window") do update
set state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at, steps = excluded.steps
