"""Layer 4, HTTP: turns requests into work and rows into pages.

- Assembling: `site` (create_app), `compiled` (templates, once for all processes), `context` (what every page has around it), `filters` (how values look), `menu`,
  `errors`, `unsent` (what was typed comes back), `serve` (the embedded server), `shell` (the commands of flask).
- At the door: `guard` (before every request), `signin`, `rate`, `own_path` (where a form may lead back to).
- Every resource: `resource` (its routes), `listing` with `calendars` and `saved` (filters), `page` (one record) with
  `workflow` and `road`, `tabs` (rows of other nouns), `stream` (reading messages, history, files) and `timeline`
  (writing them), `history` (the trail in words), `editing` with `drafts`, `typed` (what stands beside a form) and `asking` (what another system answers), `assignment`, `bulk`, `printing`, `importing`, `files`.
- A person's own: `home` (first page, my work), `palette` (Ctrl K), `account`, `tokens`, `delegations`, `progress` (a job),
  `batches`.
- Administrators: `people`, `units`, `year` (working calendar), `apps` (modules), `background` (jobs).
- Programs: `api`, `calls` (versions, the call sent twice), `programs` (tokens at the door), `problems` (refusals).
- For modules: `asked` (the record or day of an address), `answers` (files, the way to a record), and of the above `guard` and `rate`.
"""
