-- purpose: who is expected to say something of a day in a form, and where
-- reads: forms_expected (forms_edition, forms_window, forms_dayoff, forms_closing, areas_area, areas_edition, areas_unit,
--   directives_activation, directives_directiveevent)
-- writes: nothing
-- index: area_code_current_once
-- idempotency: reads only
select distinct x.reporter, x.area
from forms_expected(%(form)s, %(lo)s, %(hi)s, %(on)s, %(on)s) x
order by x.area, x.reporter
