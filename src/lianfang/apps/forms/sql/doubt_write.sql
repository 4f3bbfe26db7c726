-- purpose: keep doubts that are new: not the same content again, nor, where a check is raised once a week, the same
--   of a reporter within a week
-- reads: forms_doubt
-- writes: forms_doubt
-- index: doubt_once, doubt_by_area
-- idempotency: content is unique
insert into forms_doubt
    (check_code, form, reporter, area, period_on, slot, report_id, evidence, content_hash, found_at)
select x.check_code, x.form, x.reporter, x.area, x.period_on, x.slot, x.report, x.evidence, x.content_hash, %(at)s
from jsonb_to_recordset(%(found)s::jsonb) x (
    check_code text, form text, reporter text, area text, period_on date, slot text, report bigint, evidence jsonb,
    content_hash text, quiet integer
)
where x.quiet = 0 or not exists (
    select from forms_doubt d
    where d.area = x.area and d.period_on >= x.period_on - x.quiet and d.period_on < x.period_on
      and d.check_code = x.check_code and d.form = x.form and d.reporter = x.reporter
)
on conflict (content_hash) do nothing
returning check_code
