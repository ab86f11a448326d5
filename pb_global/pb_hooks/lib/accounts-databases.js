const { audit } = require(`${__hooks}/lib/accounts-audit.js`)
const { writeTransaction, now } = require(`${__hooks}/lib/queue-database.js`)

/** The row of a user, made with the day's next number when there is none: one transaction, so no number comes twice. */
function registerDatabase(app, { user, username, wrappedKey, keyId }) {
  const row = writeTransaction(app, tx => findRow(tx, user) || insertRow(tx, { user, username, wrappedKey, keyId }))
  return {
    user: row.getString('user'), name: row.getString('name'), status: row.getString('status'),
    wrapped_key: row.getString('wrapped_key'), key_id: row.getString('key_id'), schema_version: row.getInt('schema_version'),
  }
}

/** The file is there and open. A quarantine is not lifted by a login that began before it. */
function noteOpened(app, { user, schemaVersion, sizeBytes }) {
  app.db().newQuery(`
    UPDATE user_databases SET status = iif(status = 'provisioning', 'ready', status), schema_version = {:schemaVersion}, size_bytes = {:sizeBytes},
      last_opened_at = ${now}, updated = ${now}
    WHERE user = {:user} AND status != 'deleting'`).bind({ user, schemaVersion, sizeBytes }).execute()
  return {}
}

/** Many files at once are up to date; one that a migration had put into quarantine is open again. */
function noteMigrated(app, { databases }) {
  writeTransaction(app, tx => {
    for (const { user, schemaVersion, sizeBytes } of databases) {
      tx.db().newQuery(`
        UPDATE user_databases SET status = iif(status = 'quarantined' AND trouble != '', 'ready', status), trouble = '',
          schema_version = {:schemaVersion}, size_bytes = {:sizeBytes}, updated = ${now}
        WHERE user = {:user} AND status != 'deleting'`).bind({ user, schemaVersion, sizeBytes }).execute()
    }
  })
  return {}
}

function quarantineDatabase(app, { user, trouble }) {
  writeTransaction(app, tx => {
    const row = findRow(tx, user)
    if (!row || row.getString('status') !== 'ready') return
    row.set('status', 'quarantined')
    row.set('trouble', trouble)
    tx.save(row)
    audit(tx, 'backend', 'database.quarantined', row.id)
  })
  return {}
}

function findRow(tx, user) {
  const [row] = tx.findRecordsByFilter('user_databases', 'user = {:user}', '', 1, 0, { user })
  return row
}

function insertRow(tx, { user, username, wrappedKey, keyId }) {
  const day = new Date().toISOString().slice(0, 10)
  const seq = takeNumber(tx, day)
  const row = new Record(tx.findCollectionByNameOrId('user_databases'))
  row.set('user', user)
  row.set('day', day)
  row.set('seq', seq)
  row.set('name', `${day}-${String(seq).padStart(3, '0')}-${username}`)
  row.set('status', 'provisioning')
  row.set('wrapped_key', wrappedKey)
  row.set('key_id', keyId)
  tx.save(row)
  audit(tx, user, 'database.registered', row.id)
  return row
}

// One statement that counts up and answers; a row of the registry that was deleted does not give its number back.
function takeNumber(tx, day) {
  const taken = new DynamicModel({ last_seq: 0 })
  tx.db().newQuery('INSERT INTO database_days (id, day, last_seq) VALUES ({:id}, {:day}, 1) ON CONFLICT (day) DO UPDATE SET last_seq = last_seq + 1 RETURNING last_seq')
    .bind({ id: $security.randomStringWithAlphabet(15, 'abcdefghijklmnopqrstuvwxyz0123456789'), day }).one(taken)
  return taken.last_seq
}

module.exports = { registerDatabase, noteOpened, noteMigrated, quarantineDatabase }
