-- purpose: reports of a day that are missing long after their time, and reporters who are late again and again
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_edition, areas_unit,
--   directives_activation, directives_directiveevent), forms_report
-- writes: nothing
-- index: area_code_current_once, report_sequence_once
-- idempotency: reads only
select x.form, x.reporter, x.area, x.slot,
       max(first.id) filter (where x.period_on = %(on)s) as report,
       max(x.due_at) as due_at,
       count(*) filter (where first.recorded_at > x.due_at) as late,
       count(*) as periods,
       coalesce(max(extract(epoch from first.recorded_at - x.due_at) / 3600) filter (where x.period_on = %(on)s), 0)::float8
           as hours,
       bool_or(x.period_on = %(on)s and first.id is null and x.due_at + %(missing_after)s < %(at)s) as missing
from forms_expected(null, %(lo)s, %(hi)s, %(from_day)s, %(on)s) x
left join forms_report first
    on first.form = x.form and first.reporter = x.reporter and first.period_on = x.period_on and first.slot = x.slot
   and first.period_on between %(from_day)s and %(on)s and first.sequence = 1 and first.recorded_at <= %(at)s
group by x.form, x.reporter, x.area, x.slot
having bool_or(x.period_on = %(on)s and first.id is null and x.due_at + %(missing_after)s < %(at)s)
    or (bool_or(x.period_on = %(on)s and first.recorded_at > x.due_at)
        and (count(*) filter (where first.recorded_at > x.due_at) >= %(often)s
             or max(first.recorded_at - x.due_at) filter (where x.period_on = %(on)s) >= %(long)s))
order by x.form, x.reporter, x.slot
