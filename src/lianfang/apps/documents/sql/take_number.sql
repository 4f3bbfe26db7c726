-- purpose: take the next number of an office's short name in a year; who comes at the same time waits for the end
-- reads: documents_numberseries
-- writes: documents_numberseries
-- index: number_series_once
-- idempotency: none: each call takes one; a transaction that fails gives it back
insert into documents_numberseries as series (area, prefix, year, last)
values (%(area)s, %(prefix)s, %(year)s, 1)
on conflict (area, prefix, year) do update set last = series.last + 1
returning last as number
