// What the owner of a job (through our server) or an admin (in the panel) may do with it.

/** Cancels a waiting job at once; the worker of a running one is told at its next heartbeat. */
function cancel(app, jobId) {
  const { now, writeTransaction, updateReturningIds, announce } = require(`${__hooks}/lib/queue-database.js`)
  return writeTransaction(app, tx => {
    const [id] = updateReturningIds(tx, `
      UPDATE global_queue SET status = 'cancelled', finished_at = ${now}, run_after = '', seconds_left = -1
      WHERE id = {:jobId} AND status IN ('pending', 'processing')`, { jobId })
    if (id) return { status: 200, body: { row: announce(tx, id) } }
    return refuseFor(tx, jobId, 'queue.not_cancellable', 'This job is over already, so there is nothing to cancel.')
  })
}

/** Puts a dead or cancelled job back in line as if it were new. A worker that still has it loses its claim. */
function requeue(app, jobId) {
  const { writeTransaction, announce } = require(`${__hooks}/lib/queue-database.js`)
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  const { isFull, tooManyPending } = require(`${__hooks}/lib/queue-enqueue.js`)
  return writeTransaction(app, tx => {
    const row = findOrNull(() => tx.findRecordById('global_queue', jobId))
    if (!row || !['dead', 'cancelled'].includes(row.getString('status'))) {
      return refuseFor(tx, jobId, 'conflict', 'Only a job that failed or was cancelled can be tried again.')
    }
    if (row.getString('lane') === 'conversion' && isFull(tx, tx.findRecordById('users', row.getString('user')))) return tooManyPending()
    putBack(tx, row)
    return { status: 200, body: { row: announce(tx, jobId) } }
  })
}

function putBack(tx, row) {
  const { nextTurn } = require(`${__hooks}/lib/queue-turn.js`)
  const turn = nextTurn(tx, { user: row.getString('user'), lane: row.getString('lane'), priority: row.getInt('priority') })
  tx.db().newQuery(`
    UPDATE global_queue SET status = 'pending', turn = {:turn}, attempts = 0, run_after = '', worker_id = '',
      claimed_at = '', claim_token = '', lease_expires_at = '', stage = '', progress = 0, seconds_left = -1,
      error_code = '', error_message = '', started_at = '', finished_at = '', waiting_since = ''
    WHERE id = {:jobId}`).bind({ jobId: row.id, turn }).execute()
}

/** What an admin changed in the panel: a status goes the same way as ours, a few plain fields are taken over. */
function editAsAdmin(app, jobId, wanted) {
  const row = app.findRecordById('global_queue', jobId)
  if (wanted.status && wanted.status !== row.getString('status')) {
    if (wanted.status === 'cancelled') return cancel(app, jobId)
    if (wanted.status === 'pending') return requeue(app, jobId)
    const { refusal } = require(`${__hooks}/lib/queue-enqueue.js`)
    return refusal(400, 'input.invalid', 'Set the status to pending (try again) or cancelled; the other ones belong to the workers.')
  }
  return editPlainFields(app, jobId, wanted)
}

function editPlainFields(app, jobId, wanted) {
  const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)
  return writeTransaction(app, tx => {
    const row = tx.findRecordById('global_queue', jobId)
    for (const field of ['priority', 'max_attempts', 'run_after']) {
      if (wanted[field] !== undefined) row.set(field, wanted[field])
    }
    tx.save(row)
    return { status: 200, body: { row } }
  })
}

function refuseFor(tx, jobId, code, message) {
  const { refusal } = require(`${__hooks}/lib/queue-enqueue.js`)
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  const isThere = findOrNull(() => tx.findRecordById('global_queue', jobId)) !== null
  return isThere ? refusal(409, code, message) : refusal(404, 'not_found', 'This job is not there any more.')
}

module.exports = { cancel, requeue, editAsAdmin }
