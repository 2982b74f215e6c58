-- Candidates for a search. They look at the tokens as samaan_guard, so that the indexes are used, and give only what
-- the context may see; the caller joins them back under row security all the same.

-- Whose names have a token of each of `words` but `missing` of them. A word is the text of an array of tokens.
-- `shared`: how many of all these tokens the person has. `cut`: there were more than `most_scored` to look at.
-- The planner takes every word for common and would read the whole table; compiling the query takes longer than it.
CREATE FUNCTION sec.people_named(words text[], missing integer, most integer, most_scored integer)
RETURNS TABLE (person uuid, shared integer, cut boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET jit = off AS $$
DECLARE
    length integer := least(cardinality(words), 8);
    alternative text;
    condition text := '';
    every bigint[] := '{}';
    visible text := 'acl';
BEGIN
    IF length - missing < 1 OR NOT sec.context_is_genuine() THEN
        RETURN;
    END IF;
    FOR mask IN 0 .. (1 << length) - 1 LOOP
        CONTINUE WHEN bit_count(mask::bit(8)) <> length - missing;
        SELECT string_agg(format('name_tokens && %L::bigint[]', words[word]::bigint[]), ' AND ') INTO alternative
          FROM generate_series(1, length) word WHERE mask & (1 << (word - 1)) <> 0;
        condition := condition || CASE condition WHEN '' THEN '' ELSE ' OR ' END || '(' || alternative || ')';
    END LOOP;
    FOR word IN 1 .. length LOOP
        every := every || words[word]::bigint[];
    END LOOP;
    -- Two words are rarer than what anybody may see; of one word the planner chooses.
    IF length - missing > 1 THEN
        visible := '(acl || ''{}''::bigint[])';
    END IF;
    RETURN QUERY EXECUTE format(
        'WITH found AS MATERIALIZED (
             SELECT id, name_tokens FROM people_person
              WHERE (%s) AND %s && %L::bigint[] AND NOT barred && %L::bigint[] LIMIT %s),
         scored AS (
             SELECT id, (SELECT count(*)::integer FROM unnest(name_tokens) token WHERE token = ANY (%L::bigint[])) shared
               FROM found)
         SELECT id, shared, (SELECT count(*) = %s FROM found) FROM scored ORDER BY shared DESC LIMIT %s',
        condition, visible, sec.principals(), sec.principals(), most_scored, every, most_scored, most);
END $$;

-- Who has one of these telephones or documents.
CREATE FUNCTION sec.people_numbered(phones_sought bigint[], documents_sought bigint[], most integer)
RETURNS TABLE (person uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM people_person
     WHERE (phone_tokens && phones_sought OR document_tokens && documents_sought)
       AND (SELECT sec.context_is_genuine()) AND acl && sec.principals() AND NOT barred && sec.principals()
     LIMIT most
$$;

REVOKE EXECUTE ON FUNCTION sec.people_named(text[], integer, integer, integer),
    sec.people_numbered(bigint[], bigint[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.people_named(text[], integer, integer, integer),
    sec.people_numbered(bigint[], bigint[], integer) TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.people_named(text[], integer, integer, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.people_numbered(bigint[], bigint[], integer) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
