-- purpose: what is expected of a form in an area range, and what was reported, as known at a moment: the rows that the
--   levels of a roll-up add up; queries/rollup_statement.py puts the levels and the fields of the form behind it
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_unit,
--   directives_activation, directives_directiveevent), forms_report, forms_decision
-- writes: nothing
-- index: report_by_form_day, report_sequence_once, decision_once, area_code_current_once
-- idempotency: reads only
with report as materialized (
    select r.id, r.edition_id, r.reporter, r.area, r.period_on, r.slot, r.sequence, r.zero, r.numbers, r.happened_at
    from forms_report r
    where r.form = %(form)s and r.period_on between %(from_day)s and %(until_day)s
      and r.area >= %(lo)s and r.area < %(hi)s and (%(slot)s::text is null or r.slot = %(slot)s)
      and r.recorded_at <= %(known_at)s and (r.superseded_at is null or r.superseded_at > %(known_at)s)
),
told as (
    select coalesce(x.area, r.area) as area, x.area is not null as asked, r.id is not null as said,
           coalesce(first.happened_at, r.happened_at) <= x.due_at as on_time, x.due_at < %(known_at)s as over, x.due_at,
           r.zero, d.kind as decision, r.edition_id, r.reporter, r.period_on, r.slot, r.happened_at, r.numbers
    from (
        select * from forms_expected(%(form)s, %(lo)s, %(hi)s, %(from_day)s, %(until_day)s) e
        where %(slot)s::text is null or e.slot = %(slot)s
    ) x
    full join report r
        on r.reporter = x.reporter and r.period_on = x.period_on and r.slot = x.slot and r.area = x.area
    left join forms_report first
        on r.sequence > 1 and first.form = %(form)s and first.reporter = r.reporter and first.period_on = r.period_on
       and first.slot = r.slot and first.sequence = 1
       and first.period_on between %(from_day)s and %(until_day)s
    left join forms_decision d on d.report_id = r.id and d.recorded_at <= %(known_at)s
),
