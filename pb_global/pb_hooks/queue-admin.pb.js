/// <reference path="../pb_data/types.d.ts" />

// The admin panel edits jobs through the plain REST API. A plain save would write a whole row over one that a worker
// may just have claimed, so what the admin wants is done by the queue's own functions instead.

onRecordUpdateRequest(e => {
  const { editAsAdmin } = require(`${__hooks}/lib/queue-owner.js`)
  const { status, body } = editAsAdmin($app, e.record.id, e.requestInfo().body)
  if (status !== 200) throw new ApiError(status, body.message)
  return e.json(200, body.row)
}, 'global_queue')

onRecordCreateRequest(() => {
  throw new BadRequestError('Jobs are made by the product, not by hand. To run one again, set its status to pending.')
}, 'global_queue')

onRecordCreateRequest(() => {
  throw new BadRequestError('Workers register themselves when they start.')
}, 'workers')
