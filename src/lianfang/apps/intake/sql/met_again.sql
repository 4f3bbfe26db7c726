-- purpose: the persons of the rows at hand for whom earlier rows of this list were written
-- reads: intake_match, intake_met (temporary)
-- writes: intake_again (temporary)
-- index: none
-- idempotency: emptied and filled anew
--
-- Of this list's own rows only theirs are looked at again: a chunk costs what it holds, not what was written before.
truncate intake_again;
insert into intake_again
select person_id from intake_met where person_id in (select person_id from intake_match);
analyze intake_again
