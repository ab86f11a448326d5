/// <reference path="../pb_data/types.d.ts" />

// Read-only views for the admin panel: the queue with names instead of ids, what died and why, people with their
// database and their jobs, and the workers. Closed to everybody but superusers, as everything here.

const columns = (...names) => names.join(',\n      ')
const text = (expression, name) => `CAST(${expression} AS TEXT) AS ${name}`

/** "3 min" and the like: how long ago a moment was. */
const age = moment => `
  CASE WHEN ${moment} = '' THEN ''
    WHEN unixepoch('now') - unixepoch(${moment}) < 120 THEN (unixepoch('now') - unixepoch(${moment})) || ' s'
    WHEN unixepoch('now') - unixepoch(${moment}) < 7200 THEN ((unixepoch('now') - unixepoch(${moment})) / 60) || ' min'
    WHEN unixepoch('now') - unixepoch(${moment}) < 172800 THEN ((unixepoch('now') - unixepoch(${moment})) / 3600) || ' h'
    ELSE ((unixepoch('now') - unixepoch(${moment})) / 86400) || ' days' END`

const statusInWords = `
  CASE
    WHEN q.status = 'processing' THEN 'running: ' || q.stage || ' ' || CAST(ROUND(q.progress) AS INTEGER) || ' %'
    WHEN q.status = 'pending' AND q.run_after > strftime('%Y-%m-%d %H:%M:%fZ', 'now') AND q.attempts > 0 THEN 'waiting to try again'
    WHEN q.status = 'pending' AND q.run_after > strftime('%Y-%m-%d %H:%M:%fZ', 'now') THEN 'waiting for its time'
    WHEN q.status = 'pending' THEN 'in line'
    WHEN q.status = 'completed' THEN 'done'
    ELSE q.status END`

const fromQueue = `
    FROM global_queue q
    LEFT JOIN users u ON u.id = q.user
    LEFT JOIN user_databases d ON d.user = q.user
    LEFT JOIN workers w ON w.id = q.worker_id`

const views = {
  admin_queue: `SELECT ${columns(
    'q.id AS id', text(statusInWords, 'state'), 'q.kind AS kind', 'q.priority AS priority',
    text("COALESCE(u.email, '')", 'email'), text("COALESCE(d.name, '')", 'user_database'), text("COALESCE(w.name, '')", 'worker'),
    text("q.attempts || ' of ' || q.max_attempts", 'attempts'), text(age('q.created'), 'age'), text(age('q.started_at'), 'running_for'),
    'q.error_message AS reason', 'q.id AS job', 'q.created AS created', 'q.updated AS updated',
  )} ${fromQueue} WHERE q.status IN ('pending', 'processing')`,

  admin_dead_letters: `SELECT ${columns(
    'q.id AS id', 'q.kind AS kind', text("COALESCE(u.email, '')", 'email'), text("COALESCE(d.name, '')", 'user_database'),
    'q.error_code AS error_code', 'q.error_message AS error_message', 'q.stage AS stage',
    text("q.attempts || ' of ' || q.max_attempts", 'attempts'), text("COALESCE(w.name, '')", 'worker'),
    text(age('q.finished_at'), 'died_ago'), 'q.finished_at AS finished_at', 'q.created AS created', 'q.updated AS updated',
  )} ${fromQueue} WHERE q.status = 'dead'`,

  admin_users: `SELECT ${columns(
    'u.id AS id', 'u.email AS email', 'u.verified AS verified',
    text("COALESCE(d.name, '')", 'user_database'), text("COALESCE(d.status, 'none')", 'database_status'),
    'CAST(COALESCE(d.size_bytes, 0) AS INTEGER) AS size_bytes',
    ...['pending', 'processing', 'completed', 'dead'].map(status =>
      `CAST((SELECT COUNT(*) FROM global_queue q WHERE q.user = u.id AND q.status = '${status}' AND q.lane = 'conversion') AS INTEGER) AS jobs_${status}`),
    'u.created AS created', 'u.updated AS updated',
  )} FROM users u LEFT JOIN user_databases d ON d.user = u.id`,

  admin_workers: `SELECT ${columns(
    'w.id AS id', 'w.name AS name', 'w.host AS host', 'w.version AS version',
    text("CASE WHEN w.is_paused THEN 'paused' WHEN w.last_seen_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-90 seconds') THEN 'online' ELSE 'silent' END", 'state'),
    text(age('w.last_seen_at'), 'last_seen_ago'), 'w.current_job AS current_job',
    text("COALESCE((SELECT q.stage || ' ' || CAST(ROUND(q.progress) AS INTEGER) || ' %' FROM global_queue q WHERE q.id = w.current_job), '')", 'doing'),
    'w.last_seen_at AS last_seen_at', 'w.created AS created',
  )} FROM workers w`,
}

migrate(
  app => {
    for (const [name, viewQuery] of Object.entries(views)) {
      app.save(new Collection({ type: 'view', name, viewQuery, listRule: null, viewRule: null }))
    }
  },
  app => {
    for (const name of Object.keys(views)) app.delete(app.findCollectionByNameOrId(name))
  },
)
