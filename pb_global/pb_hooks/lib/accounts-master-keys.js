const { audit } = require(`${__hooks}/lib/accounts-audit.js`)
const { rewriteFile } = require(`${__hooks}/lib/rewrite-file.js`)
const { writeTransaction, now } = require(`${__hooks}/lib/queue-database.js`)

/** Each key only while it is still the one that was read: an account closed meanwhile must not get its destroyed key back. */
function rewrapKeys(app, { keys }) {
  return writeTransaction(app, tx => ({ rewrapped: keys.filter(key => rewrap(tx, key)).length }))
}

function rewrap(tx, { user, ifWrapped, wrappedKey, keyId }) {
  const rows = arrayOf(new DynamicModel({ id: '' }))
  tx.db().newQuery(`
    UPDATE user_databases SET wrapped_key = {:wrappedKey}, key_id = {:keyId}, updated = ${now}
    WHERE user = {:user} AND wrapped_key = {:ifWrapped} AND status != 'deleting' RETURNING id`)
    .bind({ user, ifWrapped, wrappedKey, keyId }).all(rows)
  return rows.length === 1
}

/** Rows that were changed or moved leave their bytes in free places of the file and in the log: what the old master key opens must not be found there. */
function forgetOldWrappings(app) {
  rewriteFile(app)
  return {}
}

/** Of two programs that change it at once one finds that it is no longer what it read. */
function changeKeyCheck(app, { from, to }) {
  return writeTransaction(app, tx => {
    const rows = arrayOf(new DynamicModel({ id: '' }))
    tx.db().newQuery(`UPDATE installation SET key_check = {:to}, updated = ${now} WHERE name = 'this' AND key_check = {:from} RETURNING id`).bind({ from, to }).all(rows)
    if (rows.length === 0) return { isDone: false }
    audit(tx, 'operator', 'installation.key_check_changed', '')
    return { isDone: true }
  })
}

module.exports = { rewrapKeys, forgetOldWrappings, changeKeyCheck }
