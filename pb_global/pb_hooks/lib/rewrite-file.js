const waitMilliseconds = 1000
/** PocketBase's own. */
const usualWaitMilliseconds = 10000

/**
 * Writes the whole database anew, so that no free place of it holds what was deleted, changed or moved, and empties the log of it.
 * Throws while somebody reads an old state of it: what they read is still in the log. All who write wait meanwhile, so it gives up soon.
 */
function rewriteFile(app) {
  const run = sql => app.db().newQuery(sql).execute()
  run(`PRAGMA busy_timeout = ${waitMilliseconds}`)
  try {
    run('VACUUM')
    const outcome = new DynamicModel({ busy: 0 })
    app.db().newQuery('PRAGMA wal_checkpoint(TRUNCATE)').one(outcome)
    if (outcome.busy !== 0) throw new Error('somebody still reads an old state of the database')
  }
  finally {
    run(`PRAGMA busy_timeout = ${usualWaitMilliseconds}`)
  }
}

module.exports = { rewriteFile }
