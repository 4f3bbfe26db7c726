-- purpose: what is expected of a form in an area range, and what was reported, as known at a moment: the rows that the
--   levels of a roll-up add up; queries/rollup_statement.py puts the levels and the fields of the form behind it
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_edition, areas_unit,
--   directives_activation, directives_directiveevent), forms_report, forms_decision, forms_handedreport
-- writes: nothing
-- index: report_by_form_day, report_sequence_once, decision_once, area_code_current_once, handed_report_by_form_day
-- idempotency: reads only
-- On time is what the server received on time.
with report as materialized (
    select r.id, r.edition_id, r.reporter, r.area, r.period_on, r.slot, r.sequence, r.zero, r.numbers, r.happened_at,
           r.recorded_at as received_at, false as handed
    from forms_report r
    where r.form = %(form)s and r.period_on between %(from_day)s and %(until_day)s
      and r.area >= %(lo)s and r.area < %(hi)s and (%(slot)s::text is null or r.slot = %(slot)s)
      and r.recorded_at <= %(known_at)s and (r.superseded_at is null or r.superseded_at > %(known_at)s)
    union all
    select -h.id, h.edition_id, h.reporter, h.area, h.period_on, h.slot, h.sequence, h.zero, h.numbers, h.reported_at,
           h.reported_at, true
    from forms_handedreport h
    join forms_edition e
        on e.id = h.edition_id and e.starts_on <= h.period_on and (e.ends_on is null or e.ends_on >= h.period_on)
    where h.form = %(form)s and h.period_on between %(from_day)s and %(until_day)s
      and h.area >= %(lo)s and h.area < %(hi)s and (%(slot)s::text is null or h.slot = %(slot)s)
      and h.recorded_at <= %(known_at)s and (h.superseded_at is null or h.superseded_at > %(known_at)s)
      and not exists (
          select from forms_report own
          where own.form = h.form and own.reporter = h.reporter and own.period_on = h.period_on and own.slot = h.slot
            and own.recorded_at <= %(known_at)s
      )
),
told as (
    select coalesce(x.area, r.area) as area, x.area is not null as asked, r.id is not null as said,
           coalesce(case when r.sequence > 1 and not r.handed then (
               select first.recorded_at from forms_report first
               where first.form = %(form)s and first.reporter = r.reporter and first.period_on = r.period_on
                 and first.slot = r.slot and first.sequence = 1
           ) end, r.received_at) <= x.due_at as on_time, x.due_at < %(known_at)s as over, x.due_at,
           r.zero, case when r.handed then 'accepted' else d.kind end as decision, coalesce(r.handed, false) as handed,
           r.edition_id, r.reporter, r.period_on, r.slot, r.happened_at, r.numbers
    from (
        select * from forms_expected(%(form)s, %(lo)s, %(hi)s, %(from_day)s, %(until_day)s) e
        where %(slot)s::text is null or e.slot = %(slot)s
    ) x
    full join report r
        on r.reporter = x.reporter and r.period_on = x.period_on and r.slot = x.slot and r.area = x.area
    left join forms_decision d on d.report_id = r.id and d.recorded_at <= %(known_at)s
),
