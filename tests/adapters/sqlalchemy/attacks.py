"""Statements that try to get past a wall; what each is after stands in its text."""

REFUSED = """
SELECT name FROM main.crm_contact
SELECT name FROM "main"."crm_contact"
SELECT name FROM [main].[crm_contact]
SELECT name FROM `main`.`crm_contact`
SELECT name FROM MAIN.CRM_CONTACT
SELECT name FROM main /* by a comment */ . crm_contact
SELECT count(*) FROM main.crm_contact
SELECT 1 FROM main.crm_contact
SELECT rowid FROM main.crm_contact
SELECT max(number) FROM main.crm_contact
SELECT exists(SELECT 1 FROM main.crm_contact WHERE name = 'hidden one')
SELECT name FROM crm_contact UNION SELECT name FROM main.crm_contact
SELECT name FROM crm_contact UNION ALL SELECT name FROM main.crm_contact
SELECT name FROM main.crm_contact EXCEPT SELECT name FROM crm_contact
SELECT name FROM main.crm_contact INTERSECT SELECT 'hidden one'
SELECT (SELECT name FROM main.crm_contact LIMIT 1)
SELECT * FROM (SELECT * FROM main.crm_contact)
SELECT * FROM (SELECT * FROM main.crm_contact) AS crm_contact
SELECT * FROM (SELECT * FROM (SELECT * FROM main.crm_contact) AS crm_contact) AS crm_contact
SELECT (SELECT h.name FROM main.crm_contact h WHERE h.id > c.id) FROM crm_contact c
SELECT c.name FROM crm_contact c WHERE c.id IN (SELECT id FROM main.crm_contact)
SELECT c.name FROM crm_contact c JOIN main.crm_contact h ON h.owner_id <> c.owner_id
SELECT h.name FROM crm_contact c LEFT JOIN main.crm_contact h
SELECT h.name FROM crm_contact c FULL JOIN main.crm_contact h ON c.id = h.id
SELECT h.name FROM crm_contact c NATURAL JOIN main.crm_contact h
SELECT name FROM crm_contact ORDER BY (SELECT count(*) FROM main.crm_contact)
SELECT name FROM crm_contact GROUP BY (SELECT max(name) FROM main.crm_contact)
SELECT name FROM crm_contact LIMIT (SELECT count(*) FROM main.crm_contact)
SELECT sum((SELECT count(*) FROM main.crm_contact)) OVER () FROM crm_contact
WITH crm_contact AS (SELECT * FROM main.crm_contact) SELECT * FROM crm_contact
WITH crm_contact AS MATERIALIZED (SELECT * FROM main.crm_contact) SELECT * FROM crm_contact
WITH crm_contact AS NOT MATERIALIZED (SELECT * FROM main.crm_contact) SELECT * FROM crm_contact
WITH crm_contact(n) AS (SELECT name FROM main.crm_contact) SELECT n FROM crm_contact
WITH "CRM_CONTACT" AS (SELECT * FROM main.crm_contact) SELECT * FROM "CRM_CONTACT"
WITH crm_deal AS (SELECT * FROM main.crm_contact) SELECT * FROM crm_deal
WITH main AS (SELECT * FROM main.crm_contact) SELECT * FROM main
WITH a AS (WITH crm_contact AS (SELECT * FROM main.crm_contact) SELECT * FROM crm_contact) SELECT * FROM a
WITH w0 AS (SELECT * FROM main.crm_contact), crm_contact AS (SELECT * FROM w0) SELECT * FROM crm_contact
WITH RECURSIVE r AS (SELECT name FROM main.crm_contact UNION SELECT name FROM r) SELECT * FROM r
SELECT * FROM sqlite_master
SELECT count(*) FROM sqlite_master
SELECT * FROM main.sqlite_master
SELECT * FROM sqlite_schema
SELECT sql FROM sqlite_temp_master
SELECT name FROM sqlite_temp_schema
SELECT name FROM temp.sqlite_master
SELECT count(*) FROM sqlite_temp_master
SELECT * FROM sqlite_stat1
SELECT * FROM sqlite_sequence
SELECT * FROM crm_series
SELECT count(*) FROM crm_series
SELECT last FROM main.crm_series
SELECT * FROM crm_schema_version
SELECT count(*) FROM crm_schema_version
SELECT note FROM hosts_own
SELECT count(*) FROM hosts_own
SELECT * FROM dbstat
SELECT count(*) FROM dbstat
SELECT * FROM sqlite_dbpage
SELECT * FROM pragma_table_info('crm_contact')
SELECT * FROM pragma_table_list
SELECT count(*) FROM pragma_database_list
SELECT name FROM pragma_index_list('crm_contact')
SELECT * FROM pragma_function_list
SELECT * FROM fts5vocab
PRAGMA table_info(crm_contact)
PRAGMA database_list
PRAGMA query_only = OFF
PRAGMA writable_schema = ON
PRAGMA main.writable_schema
PRAGMA trusted_schema = ON
PRAGMA full_column_names = ON
PRAGMA journal_mode = DELETE
PRAGMA integrity_check
PRAGMA temp_store_directory = '/tmp'
PRAGMA user_version
ATTACH 'other.db' AS other
ATTACH ':memory:' AS other
ATTACH 'file:other.db?mode=rwc' AS main2
DETACH main
CREATE TEMP VIEW v AS SELECT * FROM main.crm_contact
CREATE TEMP TABLE t AS SELECT * FROM main.crm_contact
CREATE TEMP TABLE t (a)
CREATE TABLE t (a)
CREATE TABLE main.t AS SELECT * FROM crm_contact
CREATE VIEW v AS SELECT * FROM crm_contact
CREATE VIRTUAL TABLE temp.t USING fts5(a)
CREATE TEMP TRIGGER t INSTEAD OF INSERT ON crm_contact BEGIN SELECT 1; END
CREATE INDEX i ON crm_contact (name)
DROP VIEW crm_contact
DROP VIEW temp.crm_contact
DROP VIEW IF EXISTS crm_contact
DROP TABLE main.crm_contact
ALTER TABLE main.crm_contact RENAME TO c
ALTER TABLE temp.crm_contact RENAME TO c
REINDEX
ANALYZE
VACUUM
VACUUM INTO 'copy.db'
INSERT INTO crm_contact (name) VALUES ('new')
INSERT INTO main.crm_contact (name) VALUES ('new') RETURNING name
INSERT OR IGNORE INTO main.crm_contact SELECT * FROM main.crm_contact
REPLACE INTO main.crm_contact (name) VALUES ('new')
UPDATE main.crm_contact SET name = name RETURNING name
UPDATE crm_contact SET name = 'x'
DELETE FROM main.crm_contact RETURNING *
DELETE FROM crm_contact
INSERT INTO sqlite_temp_master VALUES (1, 2, 3, 4, 5)
DELETE FROM sqlite_temp_master
BEGIN
BEGIN EXCLUSIVE
COMMIT
SAVEPOINT s
RELEASE s
ROLLBACK
SELECT load_extension('evil')
SELECT readfile('/etc/passwd')
SELECT writefile('x', 'y')
SELECT fts5(1)
SELECT fts3_tokenizer('simple')
SELECT sqlite_compileoption_get(1)
SELECT last_insert_rowid(), changes(), total_changes()
SELECT randomblob(10)
SELECT name FROM crm_contact; SELECT name FROM main.crm_contact
SELECT 1; DROP VIEW crm_contact
EXPLAIN SELECT * FROM crm_contact
EXPLAIN QUERY PLAN SELECT * FROM crm_contact
EXPLAIN/**/QUERY PLAN SELECT * FROM crm_contact a FULL JOIN crm_contact b ON a.id = b.id
; ; EXPLAIN SELECT 1
WITH x AS (SELECT 1) EXPLAIN SELECT * FROM x
SELECT tenant FROM crm_contact
SELECT name FROM crm_contact WHERE tenant = 1
SELECT name FROM temp.main.crm_contact
SELECT * FROM ｃrm_contact
SELECT * FROM "crm_contact\u200b"
SELECT zeroblob(100000000)
SELECT name FROM
""".strip().splitlines()  # noqa: E501 - one statement a line
"""None of these may be answered."""

HARMLESS = """
SELECT name FROM crm_contact ORDER BY name
SELECT name FROM temp.crm_contact ORDER BY name
SELECT "name" FROM "crm_contact" ORDER BY 1
SELECT count(*), count(name), min(id), max(id) FROM crm_contact
SELECT number FROM CRM_CONTACT ORDER BY 1
SELECT rowid FROM crm_contact
WITH crm_contact AS (SELECT title FROM crm_deal) SELECT * FROM crm_contact
WITH c AS (SELECT name FROM crm_contact) SELECT count(*) FROM c
SELECT name FROM crm_contact WHERE name LIKE 'hidden%'
SELECT name FROM crm_contact WHERE CASE name WHEN 'hidden one' THEN json('{bad') ELSE 1 END
SELECT name FROM crm_contact WHERE CASE name WHEN 'hidden one' THEN abs(-9223372036854775808) ELSE 1 END
SELECT 1 FROM crm_contact WHERE CASE WHEN name > 'h' AND name < 'i' THEN json('{') ELSE 1 END ORDER BY name
SELECT 1 FROM crm_contact WHERE CASE WHEN owner_id <> (SELECT min(owner_id) FROM crm_contact) THEN json('{') END
SELECT name FROM crm_contact WHERE id IN (SELECT id FROM crm_contact) AND json_valid(custom) ORDER BY name
SELECT d.title FROM crm_deal d LEFT JOIN crm_contact c ON c.id = d.contact_id ORDER BY 1
SELECT a.name, b.name FROM crm_contact a FULL JOIN crm_contact b ON a.id < b.id ORDER BY 1, 2
SELECT name, row_number() OVER (ORDER BY name) FROM crm_contact
SELECT name, (SELECT count(*) FROM crm_deal d WHERE d.contact_id = c.id) FROM crm_contact c ORDER BY 1
SELECT e.value FROM crm_contact c, json_each('[1, 2]') e
SELECT count(*) FROM crm_employee
SELECT count(*) FROM crm_journal
SELECT group_concat(name) FROM (SELECT name FROM crm_contact ORDER BY name)
SELECT name FROM crm_contact -- a comment; SELECT name FROM main.crm_contact
VALUES (1), (2)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n
""".strip().splitlines()  # noqa: E501 - one statement a line
"""These are answered, in two worlds that differ in hidden rows alike."""
