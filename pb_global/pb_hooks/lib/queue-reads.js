/** Place (1 = next, by the order of the claim) and what it is worth; null when the job does not wait. */
function lineOf(app, jobId) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  const rows = arrayOf(new DynamicModel({ ahead: 0, seconds: -0, unknown: 0, running: -0 }))
  app.db().newQuery(`
    WITH me AS (SELECT * FROM global_queue WHERE id = {:jobId} AND status = 'pending'),
    ahead AS (
      SELECT other.source_seconds AS seconds FROM global_queue other, me
      WHERE other.lane = me.lane AND other.status = 'pending' AND other.run_after <= ${now} AND other.id != me.id
      AND (other.priority > me.priority OR (other.priority = me.priority
        AND (other.turn, other.created, other.id) < (me.turn, me.created, me.id)))
    )
    SELECT (SELECT COUNT(*) FROM ahead) AS ahead, (SELECT COALESCE(SUM(seconds), 0) FROM ahead) AS seconds,
      (SELECT COUNT(*) FROM ahead WHERE seconds <= 0) AS unknown,
      (SELECT COALESCE(SUM(MAX(0, seconds_left)), 0) FROM global_queue WHERE lane = me.lane AND status = 'processing') AS running
    FROM me`).bind({ jobId }).all(rows)
  if (rows.length === 0) return { status: 200, body: { line: null } }
  const { ahead, seconds, unknown, running } = rows[0]
  return { status: 200, body: { line: { place: ahead + 1, sourceSecondsAhead: seconds, unknownAhead: unknown, secondsRunning: running, ...readWorkers(app) } } }
}

/** How many conversions can run at a time, and how fast the measured workers are in the mean. */
function readWorkers(app) {
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const row = new DynamicModel({ online: 0, fixed: -0, rest: -0 })
  app.db().newQuery(`
    SELECT COUNT(*) AS online, COALESCE(AVG(CASE WHEN seconds_per_source_second > 0 THEN fixed_seconds END), 0) AS fixed,
      COALESCE(AVG(CASE WHEN seconds_per_source_second > 0 THEN seconds_per_source_second END), 0) AS rest
    FROM workers WHERE last_seen_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-90 seconds')`).one(row)
  return {
    lanes: Math.max(1, Math.min(row.online, queueRules().concurrency)),
    pace: row.rest > 0 ? { fixedSeconds: row.fixed, secondsPerSourceSecond: row.rest } : null,
  }
}

/** Everybody's conversions that wait and run, and the workers heard of in the last minute and a half. */
function counts(app) {
  const row = new DynamicModel({ waiting: 0, running: 0, workersOnline: 0 })
  app.db().newQuery(`
    SELECT
      (SELECT COUNT(*) FROM global_queue WHERE lane = 'conversion' AND status = 'pending') AS waiting,
      (SELECT COUNT(*) FROM global_queue WHERE lane = 'conversion' AND lease_expires_at != '' AND status = 'processing') AS running,
      (SELECT COUNT(*) FROM workers WHERE last_seen_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-90 seconds')) AS workersOnline`).one(row)
  return { status: 200, body: { waiting: row.waiting, running: row.running, workersOnline: row.workersOnline } }
}

/** Whether this token holds the job right now. */
function isLiveClaim(app, jobId, claimToken) {
  const { selectNumber } = require(`${__hooks}/lib/queue-database.js`)
  const live = selectNumber(app, `
    SELECT COUNT(*) AS value FROM global_queue
    WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND status = 'processing'`, { jobId, claimToken })
  return { status: 200, body: { isLive: live > 0 } }
}

module.exports = { lineOf, counts, isLiveClaim }
