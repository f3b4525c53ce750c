"""Layer 1, the rows: tables, columns, people, units, the trail, numbers, files and time.

- Making tables: `base` (session, transactions), `field` (columns with their words), `record` (what belongs to a unit),
  `choice` (closed lists), `named` (lists that modules fill), `dated` (rows that are law for a time), `row_id`.
- Text and values: `text` (translation), `fold` (without marks), `format` (as people write it), `wording` (numbers in
  words), `partial` (days of which only the month or year is known), `citizen_id`, `contact` (phone and e-mail), `secret` (of addresses and cookies), `anonymity` (from how many
  answers on).
- Time: `clock` (Vietnam's), `moment` (stored in UTC), `calendar` (working time), `days` (what administrators decide).
- What hardly ever changes: `standing` (kept by each process until it does).
- People: `people` (units, users, posts, delegations), `entry` (sessions, wrong tries), `token`.
- Beside a record: `beside` (the statement for what belongs to it), `trail`, `numbering` (without gaps), `stored` (files), `messages`, `task` (what waits, what was done).
- The house's own: `rule` (dated steps and terms), `job`, `batch`, `import_file`, `state` (modules, seeds).
"""
