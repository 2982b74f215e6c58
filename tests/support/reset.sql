-- Kept with the session: which transaction put back the rows that every test may count on.
CREATE TEMP TABLE put_back (name text PRIMARY KEY, transaction xid NOT NULL);

CREATE FUNCTION pg_temp.reset() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found record;
    touched boolean;
BEGIN
    FOR found IN
        SELECT tablename AS name, to_regclass(format('kept.%I', tablename)) IS NOT NULL AS is_kept
        FROM pg_tables WHERE schemaname = 'public'
    LOOP
        IF found.is_kept THEN
            EXECUTE format(
                'SELECT NOT coalesce(bool_and(xmin = $1), false) OR count(*) <> (SELECT count(*) FROM kept.%1$I)'
                ' FROM public.%1$I', found.name
            ) INTO touched USING (SELECT transaction FROM put_back WHERE name = found.name);
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', found.name) INTO touched;
        END IF;
        CONTINUE WHEN NOT touched;
        EXECUTE format('DELETE FROM public.%I', found.name);
        IF found.is_kept THEN
            EXECUTE (
                SELECT format(
                    'INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM kept.%1$I',
                    -- Other columns the database computes itself.
                    found.name, string_agg(quote_ident(column_name), ', ')
                )
                FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = found.name AND is_generated = 'NEVER'
            );
            INSERT INTO put_back VALUES (found.name, pg_current_xact_id()::xid)
            ON CONFLICT (name) DO UPDATE SET transaction = excluded.transaction;
        END IF;
    END LOOP;
END $$;
