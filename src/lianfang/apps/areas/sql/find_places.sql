-- purpose: current areas that a text means: the beginning of a code, a part of a name, or the beginning of its pinyin
-- reads: areas_area
-- writes: nothing
-- index: area_code_current_once for codes; names are read through, the table is that of a county
-- idempotency: reads only
select code, name
from areas_area
where until_edition_id is null
  and (code like %(code)s::text or strpos(name, %(text)s) > 0 or replace(name_key, ' ', '') like %(spelled)s::text)
order by name <> %(text)s, level, code
limit %(most)s
