/**
 * The turn of a user's next job in a lane at one priority: round robin between users.
 * A user without a waiting job joins the turn that is being served; each further job of theirs waits one turn more.
 * Turns only grow, so somebody who always has one job waiting cannot keep somebody else out for ever.
 */
function nextTurn(tx, { user, lane, priority }) {
  const { selectNumber } = require(`${__hooks}/lib/queue-database.js`)
  return selectNumber(tx, `
    SELECT MAX(
      COALESCE((SELECT MAX(turn) FROM global_queue
        WHERE lane = {:lane} AND priority = {:priority} AND started_at != '' AND status != 'pending'), 0),
      COALESCE((SELECT turn + 1 FROM global_queue
        WHERE user = {:user} AND lane = {:lane} AND priority = {:priority} AND (status = 'pending' OR started_at != '')
        ORDER BY turn DESC LIMIT 1), 0)
    ) AS value`, { user, lane, priority })
}

module.exports = { nextTurn }
