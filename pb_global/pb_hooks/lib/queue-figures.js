/** What the metrics tell: jobs that wait or run by kind, with the age of the oldest; why jobs are dead; who is there; user databases by status. */
function figures(app) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  const jobs = arrayOf(new DynamicModel({ kind: '', lane: '', status: '', jobs: 0, oldest: -0 }))
  // What waits for a time that has not come is waiting for nobody.
  app.db().newQuery(`
    SELECT kind, lane, CASE WHEN status = 'pending' AND run_after > ${now} THEN 'delayed' ELSE status END AS status, COUNT(*) AS jobs,
      (julianday('now') - julianday(MIN(CASE WHEN status = 'processing' THEN started_at WHEN run_after > created THEN run_after ELSE created END))) * 86400 AS oldest
    FROM global_queue WHERE status IN ('pending', 'processing') GROUP BY 1, 2, 3`).all(jobs)
  const dead = arrayOf(new DynamicModel({ kind: '', code: '', jobs: 0 }))
  app.db().newQuery("SELECT kind, error_code AS code, COUNT(*) AS jobs FROM global_queue WHERE status = 'dead' GROUP BY 1, 2").all(dead)
  const workers = new DynamicModel({ online: 0, paused: 0 })
  app.db().newQuery(`
    SELECT COUNT(*) AS online, COALESCE(SUM(is_paused), 0) AS paused
    FROM workers WHERE last_seen_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-90 seconds')`).one(workers)
  const databases = arrayOf(new DynamicModel({ status: '', databases: 0 }))
  app.db().newQuery('SELECT status, COUNT(*) AS databases FROM user_databases GROUP BY 1').all(databases)
  return {
    databases: databases.map(({ status, databases }) => ({ status, databases })),
    jobs: jobs.map(({ kind, lane, status, jobs, oldest }) => ({ kind, lane, status, jobs, oldestSeconds: Math.max(0, oldest) })),
    dead: dead.map(({ kind, code, jobs }) => ({ kind, code, jobs })),
    workersOnline: workers.online, workersPaused: workers.paused,
  }
}

module.exports = { figures }
