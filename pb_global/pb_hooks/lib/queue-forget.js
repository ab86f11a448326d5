/**
 * Deletes jobs that ended so many seconds ago. One that a worker may still be stopping stays, and of each line the last turn that was
 * served: later turns are counted from it. In small bites: nobody waits for long to write meanwhile.
 */
function forgetEnded(app, olderThanSeconds) {
  if (!(olderThanSeconds >= 0)) throw new BadRequestError('no number of seconds')
  let forgotten = 0
  for (;;) {
    const bite = forgetSome(app, olderThanSeconds)
    forgotten += bite
    if (bite < biteSize) return { status: 200, body: { forgotten } }
  }
}

const biteSize = 500

function forgetSome(app, olderThanSeconds) {
  const { now, inSeconds, writeTransaction, updateReturningIds } = require(`${__hooks}/lib/queue-database.js`)
  return writeTransaction(app, tx => updateReturningIds(tx, `
    DELETE FROM global_queue WHERE id IN (
      SELECT id FROM global_queue old
      WHERE status IN ('completed', 'dead', 'cancelled') AND finished_at != '' AND finished_at <= ${inSeconds('age')} AND lease_expires_at <= ${now}
      AND turn < (SELECT MAX(turn) FROM global_queue WHERE lane = old.lane AND priority = old.priority AND started_at != '' AND status != 'pending')
      LIMIT ${biteSize})`, { age: `-${olderThanSeconds.toFixed(3)} seconds` }).length)
}

module.exports = { forgetEnded }
