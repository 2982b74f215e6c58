-- How providers do, for those who keep the directory and see no referral: counts and means by organisation, never a row.
-- What rests on fewer than `fewest` is not said, nor on fewer than five whatever is asked, and a period
-- begins with a month. Whoever calls says in the signed context who they are; whether they may
-- is asked by samaan.referrals.permissions, and here that it is somebody with a role that reads figures.
CREATE FUNCTION sec.reads_figures() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND (session_user = 'samaan_job' OR EXISTS (
        SELECT FROM accounts_user u JOIN accounts_role r ON r.code = u.role_id
         WHERE u.is_active AND r.permissions && ARRAY['directory.steward', 'statistics.view']::varchar[]
           AND u.id IN (SELECT p & ((1::bigint << 56) - 1) FROM unnest(sec.principals()) p WHERE p >> 56 = 1)))
$$;
CREATE FUNCTION sec.provider_figures(since timestamptz, fewest integer)
RETURNS TABLE (provider_id bigint, asked bigint, answered bigint, accepted bigint, delivered bigint, ended bigint,
               hours_to_answer double precision, in_time bigint, surveys bigint, satisfaction double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH mine AS (
        SELECT r.*, (SELECT avg(a.value::numeric) FROM referrals_surveyanswer s, jsonb_each_text(s.answers) a
                      WHERE s.referral_id = r.id) AS found
          FROM referrals_referral r
         WHERE r.status <> 'draft' AND r.sent_at >= date_trunc('month', since) AND sec.context_is_genuine() AND sec.reads_figures()
    ), counted AS (
        SELECT m.provider_id, count(*) AS asked, count(m.answered_at) AS answered,
               count(*) FILTER (WHERE m.answered_at IS NOT NULL AND m.status <> 'declined') AS accepted,
               count(m.delivered_at) AS delivered,
               count(*) FILTER (WHERE m.delivered_at IS NOT NULL OR m.status = 'not_delivered') AS ended,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM m.answered_at - m.sent_at) / 3600) AS hours,
               count(*) FILTER (WHERE m.answered_at <= m.answer_by) AS in_time,
               count(m.found) AS surveys, avg(m.found) AS found
          FROM mine m GROUP BY m.provider_id
    )
    SELECT c.provider_id, c.asked, c.answered,
           CASE WHEN c.answered >= greatest(fewest, 5) THEN c.accepted END,
           CASE WHEN c.ended >= greatest(fewest, 5) THEN c.delivered END,
           CASE WHEN c.ended >= greatest(fewest, 5) THEN c.ended END,
           CASE WHEN c.answered >= greatest(fewest, 5) THEN c.hours END,
           CASE WHEN c.answered >= greatest(fewest, 5) THEN c.in_time END,
           CASE WHEN c.surveys >= greatest(fewest, 5) THEN c.surveys END,
           CASE WHEN c.surveys >= greatest(fewest, 5) THEN c.found END
      FROM counted c WHERE c.asked >= greatest(fewest, 5)
$$;
GRANT EXECUTE ON FUNCTION sec.reads_figures(), sec.provider_figures(timestamptz, integer) TO samaan_app, samaan_job, samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.reads_figures() OWNER TO samaan_guard;
ALTER FUNCTION sec.provider_figures(timestamptz, integer) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
