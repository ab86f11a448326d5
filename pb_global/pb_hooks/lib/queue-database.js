/** The database's clock; every time in the queue comes from here. */
const now = "strftime('%Y-%m-%d %H:%M:%fZ', 'now')"

/** SQL for a moment that the bound parameter (whole text such as "+30.000 seconds") is away from now. */
function inSeconds(parameter) {
  return `strftime('%Y-%m-%d %H:%M:%fZ', 'now', {:${parameter}})`
}

function secondsModifier(seconds) {
  return `+${seconds.toFixed(3)} seconds`
}

/**
 * One transaction that holds the write lock from its first statement on. A transaction that began with a read
 * and then wrote would fail as soon as anybody else wrote in between.
 */
function writeTransaction(app, work) {
  let result
  app.runInTransaction(tx => {
    tx.db().newQuery("UPDATE global_queue SET status = status WHERE id = ''").execute()
    result = work(tx)
  })
  return result
}

/** Runs an UPDATE … RETURNING id and gives the ids of the rows it changed. */
function updateReturningIds(tx, sql, parameters) {
  const rows = arrayOf(new DynamicModel({ id: '' }))
  tx.db().newQuery(`${sql} RETURNING id`).bind(parameters).all(rows)
  return rows.map(row => row.id)
}

/** Raw SQL fires no event: saving the record again tells hooks and listeners. */
function announce(tx, id) {
  const record = tx.findRecordById('global_queue', id)
  tx.save(record)
  return record
}

/** One number from a SELECT whose column is called `value`. */
function selectNumber(app, sql, parameters) {
  const row = new DynamicModel({ value: 0 })
  app.db().newQuery(sql).bind(parameters).one(row)
  return row.value
}

module.exports = { now, inSeconds, secondsModifier, writeTransaction, updateReturningIds, announce, selectNumber }
