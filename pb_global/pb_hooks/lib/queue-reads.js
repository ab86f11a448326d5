/** 1 = next, by the order of the claim; null when the job does not wait. */
function placeInLine(app, jobId) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  const row = arrayOf(new DynamicModel({ ahead: 0 }))
  app.db().newQuery(`
    SELECT (
      SELECT COUNT(*) FROM global_queue other
      WHERE other.lane = me.lane AND other.status = 'pending' AND other.run_after <= ${now} AND other.id != me.id
      AND (other.priority > me.priority OR (other.priority = me.priority
        AND (other.turn, other.created, other.id) < (me.turn, me.created, me.id)))
    ) AS ahead FROM global_queue me WHERE me.id = {:jobId} AND me.status = 'pending'`).bind({ jobId }).all(row)
  return { status: 200, body: { place: row.length === 0 ? null : row[0].ahead + 1 } }
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

module.exports = { placeInLine, counts, isLiveClaim }
