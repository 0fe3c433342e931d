"""Statements that try to get past row security of PostgreSQL, as a report tool's role."""

ATTACKS = """
SELECT name FROM crm_contact
SELECT name FROM public.crm_contact
SELECT name FROM ONLY crm_contact
SELECT name FROM "public"."crm_contact" WHERE tenant = 8
SELECT name FROM crm_contact WHERE tenant = 8
SELECT name FROM crm_contact WHERE tenant <> 7 OR true
SELECT name FROM crm_contact WHERE name LIKE 'hidden%'
SELECT count(*) FROM crm_contact
SELECT count(*) FILTER (WHERE tenant <> 7) FROM crm_contact
SELECT max(number) FROM crm_contact
SELECT min(tenant), max(tenant) FROM crm_contact
SELECT exists(SELECT FROM crm_contact WHERE name = 'hidden abroad')
SELECT name FROM crm_contact UNION SELECT name FROM public.crm_contact
SELECT name FROM crm_contact EXCEPT SELECT 'mine'
SELECT name FROM crm_contact INTERSECT SELECT 'hidden abroad'
SELECT (SELECT name FROM crm_contact WHERE tenant = 8 LIMIT 1)
SELECT * FROM (SELECT name FROM crm_contact OFFSET 0) AS crm_deal
SELECT c.name FROM crm_contact c JOIN crm_contact h ON h.tenant <> c.tenant
SELECT h.name FROM crm_contact c RIGHT JOIN crm_contact h ON c.id = h.id
SELECT h.name FROM crm_contact c FULL JOIN crm_contact h ON false
SELECT h.name FROM crm_contact c CROSS JOIN LATERAL (SELECT name FROM crm_contact WHERE tenant > c.tenant) h
SELECT h.name FROM crm_deal d LEFT JOIN crm_contact h ON h.tenant = 8
SELECT name FROM crm_contact ORDER BY (SELECT count(*) FROM crm_contact h WHERE h.tenant = 8)
SELECT name FROM crm_contact GROUP BY name HAVING count(*) > (SELECT count(*) FROM crm_contact WHERE tenant = 8)
SELECT name FROM crm_contact LIMIT (SELECT 1 + count(*) FROM crm_contact WHERE tenant = 8)
SELECT row_number() OVER (ORDER BY name), count(*) OVER () FROM crm_contact
SELECT string_agg(name, ',') FROM crm_contact
SELECT json_agg(c) FROM crm_contact c
SELECT c.*::text FROM crm_contact c
SELECT name FROM crm_contact TABLESAMPLE SYSTEM (100)
SELECT ctid, xmin, tableoid FROM crm_contact
SELECT name FROM crm_contact WHERE ctid = '(0,2)'
SELECT name FROM crm_contact WHERE ctid > '(0,0)'
SELECT name FROM crm_contact FOR UPDATE
SELECT name FROM crm_contact FOR SHARE SKIP LOCKED
WITH crm_contact AS (SELECT * FROM public.crm_contact) SELECT name FROM crm_contact
WITH crm_contact AS MATERIALIZED (SELECT * FROM public.crm_contact) SELECT name FROM crm_contact
WITH crm_contact AS NOT MATERIALIZED (SELECT * FROM crm_contact) SELECT name FROM crm_contact
WITH crm_contact(tenant, name) AS (SELECT 7, name FROM public.crm_contact WHERE tenant = 8) SELECT name FROM crm_contact
WITH "CRM_CONTACT" AS (SELECT * FROM public.crm_contact) SELECT name FROM "CRM_CONTACT"
WITH crm_deal AS (SELECT * FROM crm_contact) SELECT name FROM crm_deal
WITH a AS (WITH crm_contact AS (SELECT * FROM public.crm_contact) SELECT * FROM crm_contact) SELECT name FROM a
WITH RECURSIVE r AS (SELECT name FROM crm_contact UNION SELECT h.name FROM r, crm_contact h) SELECT name FROM r
WITH pg_policies AS (SELECT 1) SELECT name FROM crm_contact
WITH gone AS (DELETE FROM crm_contact WHERE tenant = 8 RETURNING name) SELECT name FROM gone
WITH made AS (UPDATE crm_contact SET name = name RETURNING name) SELECT name FROM made
SELECT name FROM crm_contact WHERE CASE name WHEN 'hidden abroad' THEN 1 / (name <> name)::int = 0 ELSE true END
SELECT name FROM crm_contact WHERE 1 / CASE WHEN name LIKE 'hidden%' THEN 0 ELSE 1 END > 0
SELECT name FROM crm_contact WHERE name::int > 0 OR tenant = 8
SELECT name FROM crm_contact WHERE CASE WHEN tenant = 8 THEN name::int > 0 ELSE true END
SELECT name FROM crm_contact WHERE tenant = 8 AND name::int > 0
SELECT name FROM crm_contact WHERE length(name) / (8 - tenant) > 0
SET crmkit.tenant = '8'; SELECT name FROM crm_contact
SET LOCAL crmkit.tenant = '8'; SELECT name FROM crm_contact
SELECT set_config('crmkit.tenant', '8', true); SELECT name FROM crm_contact
SELECT name FROM (SELECT set_config('crmkit.tenant', '8', true) OFFSET 0) s, crm_contact
SET row_security = off; SELECT name FROM crm_contact
SELECT set_config('row_security', 'off', false); SELECT name FROM crm_contact
SET ROLE postgres
SET ROLE pg_read_all_data
SET SESSION AUTHORIZATION postgres
RESET ROLE; SELECT name FROM crm_contact
RESET ALL; SELECT name FROM crm_contact
DISCARD ALL
SET search_path = pg_temp, public; SELECT name FROM crm_contact
SET session_replication_role = replica
SET default_transaction_read_only = off; DELETE FROM crm_contact
GRANT ALL ON crm_contact TO PUBLIC
GRANT pg_read_all_data TO CURRENT_USER
ALTER ROLE CURRENT_USER BYPASSRLS
ALTER ROLE CURRENT_USER SUPERUSER
CREATE ROLE another SUPERUSER
ALTER TABLE crm_contact DISABLE ROW LEVEL SECURITY
ALTER TABLE crm_contact NO FORCE ROW LEVEL SECURITY
ALTER TABLE crm_contact OWNER TO CURRENT_USER
CREATE POLICY mine ON crm_contact USING (true)
DROP POLICY IF EXISTS crm_wall_x ON crm_contact
ALTER TABLE crm_contact RENAME TO c
DROP TABLE crm_contact
TRUNCATE crm_contact
CREATE INDEX i ON crm_contact ((1 / (8 - tenant)))
CREATE TRIGGER t BEFORE INSERT ON crm_contact EXECUTE FUNCTION suppress_redundant_updates_trigger()
CREATE RULE r AS ON SELECT TO crm_contact DO INSTEAD SELECT 1
CREATE VIEW public.v AS SELECT * FROM crm_contact
CREATE TEMP VIEW v AS SELECT * FROM crm_contact; SELECT name FROM v
CREATE TEMP TABLE t AS SELECT * FROM crm_contact; SELECT name FROM t
CREATE TEMP TABLE t (LIKE crm_contact); INSERT INTO t SELECT * FROM crm_contact; SELECT name FROM t
CREATE TEMP TABLE t () INHERITS (crm_contact)
CREATE MATERIALIZED VIEW public.m AS SELECT * FROM crm_contact
CREATE FUNCTION pg_temp.f(text) RETURNS bool COST 0.0000001 LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'; SELECT name FROM crm_contact WHERE pg_temp.f(name)
CREATE FUNCTION pg_temp.f(text) RETURNS bool LEAKPROOF LANGUAGE sql AS 'SELECT true'
CREATE FUNCTION pg_temp.f() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT name FROM public.crm_contact'; SELECT * FROM pg_temp.f()
CREATE OPERATOR public.<<< (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)
DO 'DECLARE n text; BEGIN SELECT string_agg(name, '','') INTO n FROM crm_contact; RAISE EXCEPTION ''%'', n; END'
DO 'BEGIN PERFORM set_config(''crmkit.tenant'', ''8'', true); END'; SELECT name FROM crm_contact
PREPARE p AS SELECT name FROM crm_contact; EXECUTE p
DECLARE c CURSOR FOR SELECT name FROM crm_contact; FETCH ALL FROM c
COPY crm_contact TO STDOUT
COPY (SELECT name FROM crm_contact) TO STDOUT
COPY crm_contact TO '/var/crm_contact.txt'
COPY crm_contact TO PROGRAM 'cat'
COPY crm_contact FROM '/etc/passwd'
INSERT INTO crm_contact (tenant, name) VALUES (8, 'new')
INSERT INTO crm_contact SELECT * FROM crm_contact RETURNING name
INSERT INTO crm_contact SELECT * FROM crm_contact ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name RETURNING crm_contact.name
UPDATE crm_contact SET tenant = 7 RETURNING name
UPDATE crm_contact SET name = h.name FROM crm_contact h WHERE h.tenant = 8 RETURNING h.name
DELETE FROM crm_contact USING crm_contact h WHERE h.tenant = 8 RETURNING h.name
MERGE INTO crm_contact c USING crm_contact h ON h.tenant = 8 WHEN MATCHED THEN DELETE
LOCK TABLE crm_contact
SELECT last FROM crm_series WHERE tenant = 8
SELECT count(*) FROM crm_series
SELECT note FROM hosts_own
SELECT most_common_vals FROM pg_stats WHERE tablename = 'crm_contact'
SELECT * FROM pg_statistic
SELECT stavalues1 FROM pg_statistic WHERE starelid = 'crm_contact'::regclass
SELECT query FROM pg_stat_activity WHERE query LIKE '%hidden%'
SELECT rolpassword FROM pg_authid
SELECT usename, passwd FROM pg_shadow
SELECT pg_read_file('PG_VERSION')
SELECT pg_read_binary_file('base/1/1259')
SELECT pg_ls_dir('.')
SELECT lo_import('/etc/passwd')
SELECT query_to_xml('SELECT name FROM crm_contact', true, false, '')
SELECT table_to_xml('crm_contact', true, false, '')
SELECT database_to_xml(true, false, '')
SELECT schema_to_xml('public', true, false, '')
SELECT cursor_to_xml('c', 1, true, false, '')
SELECT pg_get_expr(polqual, polrelid) FROM pg_policy
SELECT * FROM dblink('', 'SELECT name FROM crm_contact') AS t(name text)
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user
SELECT ts_stat('SELECT to_tsvector(name) FROM crm_contact')
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT name FROM crm_contact WHERE name LIKE 'hidden%'
ANALYZE crm_contact
VACUUM crm_contact
LISTEN crm; NOTIFY crm
SELECT name FROM ｃrm_contact
TABLE crm_contact
TABLE public.crm_contact
""".strip().splitlines()  # noqa: E501 - one statement a line
