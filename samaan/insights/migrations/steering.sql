-- What a steward of the referral mechanism, and whoever directs it, sees behind row security: where referrals wait, never
-- for whom. Each function asks itself who asks; what it counts leaves it only when it is not small (docs/adr/0030).
GRANT SELECT ON accounts_user, accounts_role, accounts_organisation, directory_service TO samaan_guard;

CREATE FUNCTION sec.may_steer() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND EXISTS (
        SELECT FROM unnest(sec.principals()) AS p(principal)
          JOIN accounts_user u ON p.principal >> 56 = 1 AND u.id = p.principal & ((1::bigint << 56) - 1)
          JOIN accounts_role r ON r.code = u.role_id
         WHERE u.is_active AND (r.permissions && ARRAY['directory.steward']::varchar[]
                                OR r.permissions @> ARRAY['statistics.view', 'referral.view']::varchar[]))
$$;

-- Sent and not answered, the longest overdue first: what is asked of whom, since when. Nothing of the case.
CREATE FUNCTION sec.waiting_referrals(one uuid, most integer) RETURNS TABLE (
    id uuid, reference varchar, need varchar, priority varchar, status varchar, service_id uuid, provider_id bigint,
    sent_at timestamptz, answer_by timestamptz, reminded_at timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT r.id, r.reference, r.need, r.priority, r.status, r.service_id, r.provider_id, r.sent_at, r.answer_by,
           (SELECT max(e.recorded_at) FROM audit_event e WHERE e.record_id = r.id AND e.kind = 'referral.reminded')
      FROM referrals_referral r
     WHERE r.status IN ('sent', 'viewed') AND (one IS NULL OR r.id = one)
       AND (SELECT sec.may_steer()) AND NOT r.barred && sec.principals()
     ORDER BY r.answer_by, r.id LIMIT most
$$;

-- Open referrals by state and how long ago they were sent. Those that wait are listed anyway, so they are counted.
CREATE FUNCTION sec.open_referrals_by_age() RETURNS TABLE (state text, age integer, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT counted.state, counted.age,
           CASE WHEN counted.state = 'waiting' OR counted.number >= 5 THEN counted.number END
      FROM (SELECT CASE WHEN r.status IN ('sent', 'viewed') THEN 'waiting' ELSE r.status END AS state,
                   CASE WHEN r.sent_at > now() - interval '1 day' THEN 0
                        WHEN r.sent_at > now() - interval '3 days' THEN 1
                        WHEN r.sent_at > now() - interval '14 days' THEN 2
                        WHEN r.sent_at > now() - interval '60 days' THEN 3 ELSE 4 END AS age,
                   count(*) AS number
              FROM referrals_referral r
             WHERE r.status IN ('sent', 'viewed', 'accepted', 'in_progress') AND (SELECT sec.may_steer())
             GROUP BY 1, 2) AS counted
$$;

-- How many answers came in time, by provider and by need, of what was due between two days. Of fewer than five nothing
-- is said; of the others the share in tenths and how many there were only roughly, so that no small rest can be
-- worked out.
CREATE FUNCTION sec.answers_in_time(since timestamptz, until timestamptz)
RETURNS TABLE (provider_id bigint, need varchar, roughly integer, tenths integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT counted.provider_id, counted.need,
           CASE WHEN counted.asked < 10 THEN 5 WHEN counted.asked < 20 THEN 10 WHEN counted.asked < 50 THEN 20
                WHEN counted.asked < 100 THEN 50 WHEN counted.asked < 500 THEN 100 ELSE 500 END,
           round(10.0 * counted.kept / counted.asked)::integer
      FROM (SELECT r.provider_id, r.need, count(*) AS asked, count(*) FILTER (WHERE r.answered_at <= r.answer_by) AS kept
              FROM referrals_referral r
             WHERE r.answer_by >= since AND r.answer_by < least(until, now()) AND r.status <> 'withdrawn'
               AND (SELECT sec.may_steer())
             GROUP BY GROUPING SETS ((r.provider_id), (r.need))) AS counted
     WHERE counted.asked >= 5
$$;

-- What the two counts read stands in the index alone.
CREATE INDEX referrals_by_clock ON referrals_referral (answer_by) INCLUDE (provider_id, need, status, answered_at);
CREATE INDEX referrals_open ON referrals_referral (status, sent_at)
 WHERE status IN ('sent', 'viewed', 'accepted', 'in_progress');
CREATE INDEX referrals_waiting ON referrals_referral (answer_by, id) WHERE status IN ('sent', 'viewed');

GRANT EXECUTE ON FUNCTION sec.may_steer(), sec.waiting_referrals(uuid, integer), sec.open_referrals_by_age(),
    sec.answers_in_time(timestamptz, timestamptz) TO samaan_app, samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.may_steer() OWNER TO samaan_guard;
ALTER FUNCTION sec.waiting_referrals(uuid, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.open_referrals_by_age() OWNER TO samaan_guard;
ALTER FUNCTION sec.answers_in_time(timestamptz, timestamptz) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
