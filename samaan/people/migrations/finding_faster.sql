-- As in finding.sql; how many tokens each has in common is counted only where somebody has to be left out: of four
-- thousand persons that costs more than finding them. `shared` is NULL where it was not. Nor is it counted of one word
-- of several that thousands share, which leads to nobody.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.people_named(words text[], missing integer, most integer, most_scored integer)
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
         counted AS (SELECT count(*) AS all_of_them FROM found),
         scored AS (
             SELECT id, all_of_them, CASE WHEN all_of_them > %s AND NOT (%L AND all_of_them = %s) THEN
                    (SELECT count(*)::integer FROM unnest(name_tokens) token WHERE token = ANY (%L::bigint[])) END shared
               FROM found, counted)
         SELECT id, shared, all_of_them = %s FROM scored ORDER BY shared DESC LIMIT %s',
        condition, visible, sec.principals(), sec.principals(), most_scored, most,
        length > 1 AND length - missing = 1, most_scored, every, most_scored, most);
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
