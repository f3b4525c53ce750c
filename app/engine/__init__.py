"""Layer 3, the work: reads the words and acts on the rows. Knows nothing of HTTP.

The rooms, by what somebody comes to look for; read the first of each group first.

- What there is: `registry` (modules found, ordered, indexed), `checks` with `check_columns`, `check_flow`, `check_roles`
  and `check_gifts` (wrong declarations), `gifts` (what modules give each other), `core` (the house's own resources),
  `modules` (install to purge), `migrate`, `remains` (what a purge
  takes), `seeds`, `demo`.
- Who may: `access` (principal, row scope) with `conditions` (worked out once for equal grants), `own_rows` (what may be written), `wall` (the same once more, in PostgreSQL), `holders` (who may act in a role), `principals` (being the system for a moment), `people` (accounts, posts),
  `delegations`, `units` (the city's, from files), `unit_tree` and `lineage` (changed by administrators).
- Who is at the door: `entry` (sign-in, second factor), `passwords`, `patience` (wrong tries), `tokens` (programs).
- Writing: `work` (the only transaction), `forms` with `inputs` (HTML to values) and `locks` (columns no longer asked), `saving` (form to record), `stamp` (two
  people at a row without a version), `differences` (what a form would change),
  `overtaken` (a form that somebody else's save has overtaken).
- A workflow: `steps` (taking one), `elsewhere` (one that ends later), `tasks` (who is next), `assignment` (in whose
  hands), `rules` (dated steps and terms), `terms` and `hours` (deadlines), `days`, `waiting` (how long records have
  stood), `batches` (one step, many records).
- Reading: `query` (lists), `whole` (one record with all it shows), `lacking`
  (what a draft still needs), `pivots`, `queue` (my work), `figures` (its counts).
- Files and papers: `store` (bytes by hash), `keeping` (files on records), `leaves` (pages as pictures), `barcodes`,
  `readings` (who looked), `proofs` (what modules tell of a person), `pdf` with `press` (WeasyPrint) and `columns` (numbers
  as text in columns), `signature` (who
  signs a paper), `mail`, `notices` (lines under the bell).
- Sheets out: `sheets` (a list as CSV, XLSX, JSON, PDF), `xlsx`, `workbooks` (a module's own layout) with `workbook_pages`.
- Sheets in: `importing` (the life of a file), `import_jobs`, `imports` (what each record would do), `cells` (of a
  workbook), `tables` (headings and rows of a file), `sheet_plan`, `sheet_matching`, `layout` and `codes` (how a value
  stands in a cell), `sheet_template`.
- Programs: `wire` (records as JSON), `schemas`, `openapi`.
- Large libraries: `lazily` (loaded when first used).
- Later: `jobs` (running one), `workers` (who runs them), `redis_queue`, `schedule` (the clock).
"""
