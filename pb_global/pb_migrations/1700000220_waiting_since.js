/// <reference path="../pb_data/types.d.ts" />

// Since when a job waits for somebody else (Fathom makes a download), so that waiting can come to an end.
migrate(
  app => {
    const queue = app.findCollectionByNameOrId('global_queue')
    queue.fields.add(new DateField({ name: 'waiting_since' }))
    app.save(queue)
  },
  app => {
    const queue = app.findCollectionByNameOrId('global_queue')
    queue.fields.removeByName('waiting_since')
    app.save(queue)
  },
)
