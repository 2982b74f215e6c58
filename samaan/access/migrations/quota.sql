-- Counting by the day. Nobody writes these tables but the functions below; a person's own lines are read by them.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON access_daycount, access_daylook FROM samaan_app, samaan_job;
REVOKE SELECT ON access_daylook FROM samaan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_daycount, access_daylook TO samaan_guard;
GRANT USAGE, SELECT ON SEQUENCE access_daycount_id_seq, access_daylook_id_seq TO samaan_guard;
ALTER TABLE access_daycount ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_daycount FORCE ROW LEVEL SECURITY;
ALTER TABLE access_daylook ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_daylook FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON access_daycount FOR SELECT TO samaan_app
    USING ((SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | user_id] && sec.principals());
CREATE POLICY job ON access_daycount TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY job ON access_daylook TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY guard ON access_daycount TO samaan_guard USING (true) WITH CHECK (true);
CREATE POLICY guard ON access_daylook TO samaan_guard USING (true) WITH CHECK (true);

-- Use up some of a day's number; false, and nothing used, when less than that is left. No limit: counted all the same.
CREATE FUNCTION sec.count_use(person bigint, on_day date, counted text, number integer, most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF number < 0 THEN
        RAISE EXCEPTION 'what was used is not given back';
    END IF;
    INSERT INTO access_daycount AS c (user_id, day, what, used, more)
        SELECT person, on_day, counted, number, 0 WHERE most IS NULL OR number <= most
           OR EXISTS (SELECT FROM access_daycount WHERE user_id = person AND day = on_day AND what = counted)
    ON CONFLICT (user_id, day, what) DO UPDATE SET used = c.used + number
        WHERE most IS NULL OR c.used + number <= most + c.more;
    RETURN FOUND;
END $$;

-- Those of some records that do not count yet today. LATERAL: each is one look into the index, whatever the planner
-- believes of a person's day. VOLATILE, so that it sees what was committed while its caller waited.
CREATE FUNCTION sec.not_counted(person bigint, on_day date, records uuid[], in_list boolean) RETURNS uuid[]
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT r), '{}') FROM unnest(records) r LEFT JOIN LATERAL (
        SELECT true AS counted FROM access_daylook l
         WHERE l.user_id = person AND l.day = on_day AND l.record_id = r AND l.listed = in_list LIMIT 1) seen ON true
     WHERE seen.counted IS NULL
$$;

-- The same for looks at records, or at their lines in a list: each record counts once a day. One person's looks wait
-- here for each other, so that several at once go no further than one after the other.
CREATE FUNCTION sec.count_looks(person bigint, on_day date, counted text, records uuid[], most integer, in_list boolean)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    fresh uuid[];
BEGIN
    IF cardinality(records) = 1 THEN
        -- The usual case by itself: one look into the index.
        IF EXISTS (SELECT FROM access_daylook
                    WHERE user_id = person AND day = on_day AND record_id = records[1] AND listed = in_list) THEN
            RETURN true;
        END IF;
        fresh := records;
    ELSE
        fresh := sec.not_counted(person, on_day, records, in_list);
        IF fresh = '{}' THEN
            RETURN true;
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('samaan.look', person));
    fresh := sec.not_counted(person, on_day, fresh, in_list);
    IF NOT sec.count_use(person, on_day, counted, cardinality(fresh), most) THEN
        RETURN false;
    END IF;
    INSERT INTO access_daylook (user_id, day, record_id, listed) SELECT person, on_day, r, in_list FROM unnest(fresh) r;
    RETURN true;
END $$;

-- So many more today. Never by the person acting, and the worker has no business here.
CREATE FUNCTION sec.allow_more(person bigint, on_day date, counted text, number integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT sec.context_is_genuine() OR number <= 0 OR ARRAY[(1::bigint << 56) | person] && sec.principals() THEN
        RAISE EXCEPTION 'somebody else allows more' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO access_daycount AS c (user_id, day, what, used, more) VALUES (person, on_day, counted, 0, number)
        ON CONFLICT (user_id, day, what) DO UPDATE SET more = c.more + number;
END $$;

-- Days that are long over.
CREATE FUNCTION sec.forget_counts(looks_before date, counts_before date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM access_daylook WHERE day < looks_before;
    DELETE FROM access_daycount WHERE day < counts_before;
END $$;

REVOKE EXECUTE ON FUNCTION sec.allow_more(bigint, date, text, integer) FROM PUBLIC, samaan_job, samaan_sealer, samaan_auditor;
REVOKE EXECUTE ON FUNCTION sec.forget_counts(date, date) FROM PUBLIC, samaan_app, samaan_sealer, samaan_auditor;
GRANT EXECUTE ON FUNCTION sec.count_use(bigint, date, text, integer, integer),
    sec.count_looks(bigint, date, text, uuid[], integer, boolean) TO samaan_app, samaan_job, samaan_guard;
GRANT EXECUTE ON FUNCTION sec.allow_more(bigint, date, text, integer) TO samaan_app;
GRANT EXECUTE ON FUNCTION sec.forget_counts(date, date) TO samaan_job;
REVOKE EXECUTE ON FUNCTION sec.not_counted(bigint, date, uuid[], boolean)
    FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT EXECUTE ON FUNCTION sec.not_counted(bigint, date, uuid[], boolean) TO samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.not_counted(bigint, date, uuid[], boolean) OWNER TO samaan_guard;
ALTER FUNCTION sec.count_use(bigint, date, text, integer, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.count_looks(bigint, date, text, uuid[], integer, boolean) OWNER TO samaan_guard;
ALTER FUNCTION sec.allow_more(bigint, date, text, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.forget_counts(date, date) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
