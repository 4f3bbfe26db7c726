-- purpose: every report of some days that was due by a moment, as known then: whether it came, when, and whether it was
--   ever returned; queries/evaluation.py counts it by unit, or shows what is behind a count
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_unit,
--   directives_activation, directives_directiveevent), forms_report, forms_handedreport, forms_decision
-- writes: nothing
-- index: area_code_current_once, report_by_form_day, report_sequence_once, decision_once, handed_report_by_form_day
-- idempotency: reads only
-- On time is what the server received on time, as in states.sql.
with returned as (
    select distinct r.form, r.reporter, r.period_on, r.slot
    from forms_decision d
    join forms_report r on r.id = d.report_id
    where d.kind = 'returned' and d.recorded_at <= %(known_at)s
      and r.area >= %(lo)s and r.area < %(hi)s and r.period_on between %(from_day)s and %(until_day)s
),
handed as (
    select h.id, h.form, h.reporter, h.period_on, h.slot, h.reported_at
    from forms_handedreport h
    join forms_edition e
        on e.id = h.edition_id and e.starts_on <= h.period_on and (e.ends_on is null or e.ends_on >= h.period_on)
    where h.area >= %(lo)s and h.area < %(hi)s and h.period_on between %(from_day)s and %(until_day)s
      and h.recorded_at <= %(known_at)s
      and (h.superseded_at is null or h.superseded_at > %(known_at)s)
),
period as (
    select x.form, x.reporter, x.area, x.name, x.period_on, x.slot, x.due_at, first.uid as report, given.id as handed,
           coalesce(first.recorded_at, given.reported_at) as first_at, back.form is not null as returned
    from forms_expected(%(form)s, %(lo)s, %(hi)s, %(from_day)s, %(until_day)s) x
    left join forms_report first
        on first.form = x.form and first.reporter = x.reporter and first.period_on = x.period_on
       and first.slot = x.slot and first.sequence = 1 and first.recorded_at <= %(known_at)s
       and first.period_on between %(from_day)s and %(until_day)s
    left join handed given
        on first.id is null and given.form = x.form and given.reporter = x.reporter
       and given.period_on = x.period_on and given.slot = x.slot
    left join returned back
        on back.form = x.form and back.reporter = x.reporter and back.period_on = x.period_on and back.slot = x.slot
    where x.due_at < %(known_at)s
      and (%(own)s::uuid is null or x.unit = %(own)s) and (%(reporter)s::text is null or x.reporter = %(reporter)s)
)
