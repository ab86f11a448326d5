/**
 * Ends a claim. Outcomes: completed, failed (retried or dead), wait (back in line, the attempt given back),
 * released (back in line at once, the attempt given back). What follows is enqueued in the same transaction.
 */
function settle(app, { jobId, claimToken, outcome }) {
  const { writeTransaction, updateReturningIds, announce } = require(`${__hooks}/lib/queue-database.js`)
  const { enqueueFollowUps } = require(`${__hooks}/lib/queue-enqueue.js`)
  const change = changeFor(outcome)
  return writeTransaction(app, tx => {
    const [id] = updateReturningIds(tx, `
      UPDATE global_queue SET ${change.sql}, claimed_at = '', lease_expires_at = '', seconds_left = -1
      WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND status = 'processing'`,
    { jobId, claimToken, ...change.parameters })
    if (!id) return settleWithoutClaim(tx, { jobId, claimToken, outcome })
    const row = tx.findRecordById('global_queue', id)
    freeWorker(tx, id)
    enqueueFollowUps(tx, row.getString('user'), followUpsOf(outcome, row.getString('status')))
    announce(tx, id)
    return { status: 200, body: { jobStatus: row.getString('status') } }
  })
}

function changeFor(outcome) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  switch (outcome.kind) {
    // The token stays on a row that is over, so that a settle whose answer was lost can be repeated.
    case 'completed': return { sql: `status = 'completed', progress = 100, error_code = '', error_message = '', finished_at = ${now}`, parameters: {} }
    case 'failed': return failure(outcome)
    case 'wait': return waiting(outcome)
    case 'released': return { sql: "status = 'pending', attempts = MAX(0, attempts - 1), run_after = '', claim_token = ''", parameters: {} }
    default: throw new BadRequestError('unknown outcome')
  }
}

function failure({ code, message, mayRetry, retryAfterSeconds }) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  const error = 'error_code = {:code}, error_message = {:message}'
  const parameters = { code: String(code).slice(0, 60), message: String(message).slice(0, 1000) }
  if (!mayRetry) return { sql: `status = 'dead', finished_at = ${now}, ${error}`, parameters }
  const isOut = 'attempts >= max_attempts'
  const delay = 'MAX({:least}, MIN({:most}, {:base} * (1 << MIN(20, attempts - 1))) * {:jitter})'
  return {
    sql: `status = CASE WHEN ${isOut} THEN 'dead' ELSE 'pending' END,
      finished_at = CASE WHEN ${isOut} THEN ${now} ELSE '' END,
      claim_token = CASE WHEN ${isOut} THEN claim_token ELSE '' END,
      run_after = CASE WHEN ${isOut} THEN '' ELSE strftime('%Y-%m-%d %H:%M:%fZ', 'now', '+' || ${delay} || ' seconds') END,
      ${error}`,
    parameters: { ...parameters, ...backoff(retryAfterSeconds) },
  }
}

/** Exponential with jitter of half to one and a half, never sooner than the other side asked for. */
function backoff(retryAfterSeconds) {
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const { retryBaseSeconds, retryMostSeconds } = queueRules()
  // A day at most: SQLite knows no time in the year 300 000.
  const least = Number.isFinite(retryAfterSeconds) ? Math.min(86400, Math.max(0, retryAfterSeconds)) : 0
  return { least, most: retryMostSeconds, base: retryBaseSeconds, jitter: 0.5 + Math.random() }
}

function waiting({ runAfterSeconds, reason }) {
  const { now, inSeconds, secondsModifier } = require(`${__hooks}/lib/queue-database.js`)
  const seconds = Number.isFinite(runAfterSeconds) ? Math.min(86400, Math.max(0, runAfterSeconds)) : 60
  return {
    sql: `status = 'pending', attempts = MAX(0, attempts - 1), run_after = ${inSeconds('run')}, claim_token = '',
      waiting_since = CASE WHEN waiting_since = '' THEN ${now} ELSE waiting_since END, error_code = 'job.waiting', error_message = {:reason}`,
    parameters: { run: secondsModifier(seconds), reason: String(reason || '').slice(0, 1000) },
  }
}

function followUpsOf(outcome, status) {
  if (outcome.kind === 'completed') return outcome.followUps || []
  return status === 'dead' ? outcome.followUpsIfDead || [] : []
}

/** The row is no longer this worker's: over already by the same token, cancelled, or somebody else's. */
function settleWithoutClaim(tx, { jobId, claimToken, outcome }) {
  const { announce } = require(`${__hooks}/lib/queue-database.js`)
  const [cancelled] = endCancelledClaim(tx, jobId, claimToken)
  if (cancelled) {
    freeWorker(tx, jobId)
    announce(tx, jobId)
    if (outcome.kind !== 'completed') return { status: 200, body: { jobStatus: 'cancelled' } }
  }
  return isRepeated(tx, jobId, claimToken) ? { status: 200, body: { jobStatus: 'settled' } } : claimLost()
}

function endCancelledClaim(tx, jobId, claimToken) {
  const { updateReturningIds } = require(`${__hooks}/lib/queue-database.js`)
  return updateReturningIds(tx, `
    UPDATE global_queue SET claim_token = '', claimed_at = '', lease_expires_at = ''
    WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND status = 'cancelled'`, { jobId, claimToken })
}

function isRepeated(tx, jobId, claimToken) {
  return countRows(tx, jobId, claimToken, "status IN ('completed', 'dead')") > 0
}

function isCancelledClaim(tx, jobId, claimToken) {
  return countRows(tx, jobId, claimToken, "status = 'cancelled'") > 0
}

function countRows(tx, jobId, claimToken, condition) {
  const { selectNumber } = require(`${__hooks}/lib/queue-database.js`)
  return selectNumber(tx, `
    SELECT COUNT(*) AS value FROM global_queue
    WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND ${condition}`, { jobId, claimToken })
}

function freeWorker(tx, jobId) {
  tx.db().newQuery("UPDATE workers SET current_job = '' WHERE current_job = {:jobId}").bind({ jobId }).execute()
}

function claimLost() {
  return { status: 409, body: { code: 'queue.claim_lost', message: 'This job belongs to another worker now.' } }
}

module.exports = { settle, isCancelledClaim, claimLost }
