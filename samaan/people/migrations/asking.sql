-- "Another agency may already know this person": looked at as samaan_guard over persons the asker does not see, and
-- answered by yes or no alone. Only what is nearly proof counts: a document or telephone number, or the whole name
-- with the date of birth, or with the age. Nobody who is kept from being asked about, nobody of whose file the asker
-- is kept out, nobody the asker sees anyway.

-- `words`: for each word of the name an array of tokens, as text, the word itself and how it sounds.
CREATE FUNCTION sec.people_strongly_like(
    asker bigint[], words text[], exact bigint[], phones_sought bigint[], documents_sought bigint[], born bigint, years integer
) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET jit = off AS $$
    SELECT id FROM (
        SELECT id FROM people_person WHERE document_tokens && documents_sought
        UNION SELECT id FROM people_person WHERE phone_tokens && phones_sought
        UNION SELECT id FROM people_person
            WHERE birth_token = born AND cardinality(words) > 1
              AND NOT EXISTS (SELECT FROM unnest(words) word WHERE NOT name_tokens && word::bigint[])
        UNION SELECT id FROM people_person
            WHERE name_tokens @> exact AND cardinality(exact) > 1 AND abs(age - years) <= 1
              AND coalesce(birth_token = born, true)
    ) alike JOIN people_person USING (id)
    WHERE merged_into_id IS NULL AND NOT kept_from_asking AND NOT acl && asker AND NOT barred && asker
    LIMIT 5
$$;

CREATE FUNCTION sec.person_known_elsewhere(
    words text[], exact bigint[], phones_sought bigint[], documents_sought bigint[], born bigint, years integer
) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND cardinality(sec.principals()) > 0 AND EXISTS (
        SELECT FROM sec.people_strongly_like(sec.principals(), words, exact, phones_sought, documents_sought, born, years))
$$;

REVOKE EXECUTE ON FUNCTION
    sec.people_strongly_like(bigint[], text[], bigint[], bigint[], bigint[], bigint, integer),
    sec.person_known_elsewhere(text[], bigint[], bigint[], bigint[], bigint, integer) FROM PUBLIC;
-- The worker, which sees everybody anyway, finds whose owner is to be asked.
GRANT EXECUTE ON FUNCTION
    sec.people_strongly_like(bigint[], text[], bigint[], bigint[], bigint[], bigint, integer) TO samaan_job;
GRANT EXECUTE ON FUNCTION
    sec.person_known_elsewhere(text[], bigint[], bigint[], bigint[], bigint, integer) TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.people_strongly_like(bigint[], text[], bigint[], bigint[], bigint[], bigint, integer)
    OWNER TO samaan_guard;
ALTER FUNCTION sec.person_known_elsewhere(text[], bigint[], bigint[], bigint[], bigint, integer)
    OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
