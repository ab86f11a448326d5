/**
 * Gives the next fair job of a lane to a worker, or nothing. The UPDATE is the lock: it chooses, checks that the row
 * is still free and that the concurrency is not used up, and takes it, in one statement of one write transaction.
 */
function claim(app, { lane, workerId }) {
  const { writeTransaction, announce } = require(`${__hooks}/lib/queue-database.js`)
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const { concurrency, leaseSeconds } = queueRules()
  const claimToken = $security.randomString(40)
  return writeTransaction(app, tx => {
    takeBackExpired(tx)
    const id = takeNext(tx, { lane, workerId, claimToken, leaseSeconds, concurrency })
    noteSeen(tx, workerId, id)
    const row = id && announce(tx, id)
    return { status: 200, body: row ? { row, claimToken, leaseSeconds } : { row: null } }
  })
}

function takeNext(tx, { lane, workerId, claimToken, leaseSeconds, concurrency }) {
  const { now, inSeconds, secondsModifier, updateReturningIds } = require(`${__hooks}/lib/queue-database.js`)
  // A cancelled row counts as held until its worker has stopped: its ffmpeg may still run.
  const hasRoom = lane === 'short' ? '1' : `(
    SELECT COUNT(*) FROM global_queue INDEXED BY idx_queue_held
    WHERE lane = {:lane} AND lease_expires_at != '' AND lease_expires_at > ${now}) < {:concurrency}
    AND NOT EXISTS (SELECT 1 FROM queue_pause WHERE is_paused)`
  return updateReturningIds(tx, `
    UPDATE global_queue SET
      status = 'processing', worker_id = {:workerId}, claimed_at = ${now}, claim_token = {:claimToken},
      lease_expires_at = ${inSeconds('lease')}, attempts = attempts + 1, started_at = ${now}, finished_at = '',
      stage = '', progress = 0, seconds_left = -1, error_code = '', error_message = ''
    WHERE id = (
      SELECT id FROM global_queue
      WHERE lane = {:lane} AND status = 'pending' AND claimed_at = '' AND run_after <= ${now}
      ORDER BY priority DESC, turn, created, id LIMIT 1)
    AND status = 'pending' AND claimed_at = '' AND ${hasRoom}
    AND NOT EXISTS (SELECT 1 FROM workers WHERE id = {:workerId} AND is_paused)`,
  { lane, workerId, claimToken, lease: secondsModifier(leaseSeconds), ...(lane === 'short' ? {} : { concurrency }) })[0]
}

/** Jobs of workers that fell silent go back in line, or die when they have used up their attempts. */
function takeBackExpired(tx) {
  const { now, updateReturningIds, announce } = require(`${__hooks}/lib/queue-database.js`)
  const expired = updateReturningIds(tx, `
    UPDATE global_queue SET
      status = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'pending' END,
      finished_at = CASE WHEN attempts >= max_attempts THEN ${now} ELSE '' END,
      error_code = 'job.worker_lost',
      error_message = 'The worker that had this job stopped without a word.',
      claimed_at = '', lease_expires_at = '', run_after = '', seconds_left = -1
    WHERE lane IN ('conversion', 'short') AND lease_expires_at != '' AND status = 'processing' AND lease_expires_at <= ${now}`, {})
  for (const id of expired) {
    const row = tx.findRecordById('global_queue', id)
    if (row.getString('status') === 'dead') tellOwner(tx, row)
    row.set('claim_token', '')
    tx.save(row)
  }
  return expired.length
}

/**
 * While PocketBase was away no worker could beat: at its start each one gets a whole lease for its next heartbeat, before others
 * take its job.
 */
function graceAfterStart(app) {
  const { inSeconds, secondsModifier } = require(`${__hooks}/lib/queue-database.js`)
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  app.db().newQuery(`
    UPDATE global_queue SET lease_expires_at = MAX(lease_expires_at, ${inSeconds('grace')})
    WHERE lane IN ('conversion', 'short') AND lease_expires_at != '' AND status IN ('processing', 'cancelled')`)
    .bind({ grace: secondsModifier(queueRules().leaseSeconds) }).execute()
}

/** A worker that died cannot say what follows: its owner still gets the mail. */
function tellOwner(tx, row) {
  const { enqueueFollowUps } = require(`${__hooks}/lib/queue-enqueue.js`)
  if (row.getString('kind') !== 'convert') return
  const user = row.getString('user')
  const videoId = row.getString('subject')
  enqueueFollowUps(tx, user, [{
    kind: 'send-mail', lane: 'short', subject: videoId, payload: { userId: user, template: 'video-failed', videoId },
    priority: 1, maxAttempts: 8, idempotencyKey: `${row.id}:video-failed:${row.getString('claim_token').slice(0, 8)}`,
  }])
}

function noteSeen(tx, workerId, jobId) {
  const { now } = require(`${__hooks}/lib/queue-database.js`)
  tx.db().newQuery(`
    UPDATE workers SET last_seen_at = ${now}, current_job = CASE WHEN {:jobId} = '' THEN current_job ELSE {:jobId} END
    WHERE id = {:workerId}`).bind({ workerId, jobId: jobId || '' }).execute()
}

module.exports = { claim, takeBackExpired, graceAfterStart }
