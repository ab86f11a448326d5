/** The result of a find, or null where it found nothing (PocketBase throws then). Every other error goes on. */
function findOrNull(find) {
  try {
    return find()
  } catch (error) {
    if (String(error).includes('no rows in result set')) return null
    throw error
  }
}

module.exports = { findOrNull }
