/**
 * Enqueues a job for a user. The same idempotency key again gives the row that is there.
 * `job`: { user, kind, lane, subject, payload, priority, maxAttempts, sourceSeconds, runAfter?, idempotencyKey }.
 */
function enqueue(app, job) {
  const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  return writeTransaction(app, tx => {
    const user = findOrNull(() => tx.findRecordById('users', job.user))
    if (!user) return refusal(404, 'not_found', 'This account is not there any more.')
    const known = findByKey(tx, job)
    if (known) return { status: 200, body: { row: known, alreadyThere: true } }
    if (job.lane === 'conversion' && isFull(tx, user)) return tooManyPending()
    return { status: 201, body: { row: insert(tx, job), alreadyThere: false } }
  })
}

/** Enqueues what follows a job, inside the transaction that settles it. The user is the job's, whatever was sent. */
function enqueueFollowUps(tx, user, followUps) {
  for (const followUp of followUps) {
    const job = { ...followUp, user }
    if (!findByKey(tx, job)) insert(tx, job)
  }
}

function findByKey(tx, { user, idempotencyKey }) {
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  return findOrNull(() => tx.findFirstRecordByFilter('global_queue', 'user = {:user} && idempotency_key = {:key}', { user, key: idempotencyKey }))
}

/** Whether one more waiting conversion would be above the user's own limit, or the common one. */
function isFull(tx, user) {
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const { selectNumber } = require(`${__hooks}/lib/queue-database.js`)
  const limit = user.getInt('max_pending_jobs') || queueRules().maxPendingJobs
  const pending = selectNumber(tx, "SELECT COUNT(*) AS value FROM global_queue WHERE user = {:user} AND status = 'pending' AND lane = 'conversion'", { user: user.id })
  return pending >= limit
}

function insert(tx, job) {
  const { nextTurn } = require(`${__hooks}/lib/queue-turn.js`)
  const record = new Record(tx.findCollectionByNameOrId('global_queue'), {
    user: job.user, kind: job.kind, lane: job.lane, subject: job.subject || '', payload: job.payload,
    status: 'pending', priority: job.priority, turn: nextTurn(tx, job), attempts: 0, max_attempts: job.maxAttempts,
    run_after: job.runAfter || '', idempotency_key: job.idempotencyKey, seconds_left: -1, source_seconds: job.sourceSeconds || 0,
  })
  tx.save(record)
  return record
}

function tooManyPending() {
  return refusal(429, 'queue.too_many_pending', 'You have as many recordings waiting as is allowed. Wait until one is done, or cancel one.')
}

function refusal(status, code, message) {
  return { status, body: { code, message } }
}

module.exports = { enqueue, enqueueFollowUps, isFull, tooManyPending, refusal }
