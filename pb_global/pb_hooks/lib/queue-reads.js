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

/** An idle worker asks every few seconds, a busy one beats three times a lease. */
const isOnline = "last_seen_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-40 seconds')"

/** How many conversions can run at a time, and how fast the measured workers are in the mean. */
function readWorkers(app) {
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const row = new DynamicModel({ online: 0, paused: 0, fixed: -0, rest: -0 })
  app.db().newQuery(`
    SELECT COUNT(*) AS online, EXISTS (SELECT 1 FROM queue_pause WHERE is_paused) AS paused, COALESCE(AVG(CASE WHEN seconds_per_source_second > 0 THEN fixed_seconds END), 0) AS fixed,
      COALESCE(AVG(CASE WHEN seconds_per_source_second > 0 THEN seconds_per_source_second END), 0) AS rest
    FROM workers WHERE ${isOnline}`).one(row)
  return {
    workersOnline: row.online, isPaused: row.paused > 0,
    lanes: Math.max(1, Math.min(row.online, queueRules().concurrency)),
    pace: row.rest > 0 ? { fixedSeconds: row.fixed, secondsPerSourceSecond: row.rest } : null,
  }
}

/** Everybody's conversions that wait and run, and the workers heard of lately. */
function counts(app) {
  const row = new DynamicModel({ waiting: 0, running: 0, workersOnline: 0, paused: 0 })
  app.db().newQuery(`
    SELECT
      (SELECT COUNT(*) FROM global_queue WHERE lane = 'conversion' AND status = 'pending') AS waiting,
      (SELECT COUNT(*) FROM global_queue WHERE lane = 'conversion' AND lease_expires_at != '' AND status = 'processing') AS running,
      (SELECT COUNT(*) FROM workers WHERE ${isOnline}) AS workersOnline,
      EXISTS (SELECT 1 FROM queue_pause WHERE is_paused) AS paused`).one(row)
  return { status: 200, body: { waiting: row.waiting, running: row.running, workersOnline: row.workersOnline, isPaused: row.paused > 0 } }
}

/** Whether this token holds the job right now. */
function isLiveClaim(app, jobId, claimToken) {
  const { selectNumber } = require(`${__hooks}/lib/queue-database.js`)
  const live = selectNumber(app, `
    SELECT COUNT(*) AS value FROM global_queue
    WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND status = 'processing'`, { jobId, claimToken })
  return { status: 200, body: { isLive: live > 0 } }
}

/** Which of these jobs are over, or not there any more. */
function overOf(app, ids) {
  if (!Array.isArray(ids) || ids.length > 500) throw new BadRequestError('no list of ids')
  const rows = arrayOf(new DynamicModel({ id: '' }))
  app.db().newQuery(`
    SELECT asked.value AS id FROM json_each({:ids}) asked LEFT JOIN global_queue job ON job.id = asked.value
    WHERE job.id IS NULL OR job.status IN ('completed', 'dead', 'cancelled')`)
    .bind({ ids: JSON.stringify(ids.map(String)) }).all(rows)
  return { status: 200, body: { ids: rows.map(row => row.id) } }
}

module.exports = { lineOf, counts, isLiveClaim, overOf }
