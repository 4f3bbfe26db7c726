-- purpose: forget what was made of drafts that were never issued: the list of figures of a file given away
-- reads: nothing
-- writes: documents_paper
-- index: document foreign key; the table is small
-- idempotency: what is gone stays gone
delete from documents_paper where docx is null and at < %(before_at)s and area >= %(lo)s and area < %(hi)s
