-- purpose: end the reports that a hand-over brings anew: those of the same periods, handed over before
-- reads: forms_handedreport
-- writes: forms_handedreport
-- index: handed_report_current_once
-- idempotency: what is superseded is not superseded again
update forms_handedreport h
set superseded_at = %(at)s
from unnest(
    %(forms)s::text[], %(areas)s::text[], %(reporters)s::text[], %(days)s::date[], %(slots)s::text[]
) as anew (form, area, reporter, period_on, slot)
where h.form = anew.form and h.area = anew.area and h.reporter = anew.reporter
  and h.period_on = anew.period_on and h.slot = anew.slot and h.superseded_at is null
