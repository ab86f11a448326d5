/// <reference path="../pb_data/types.d.ts" />

// What the time of waiting jobs is told by: how long a job's recording is (0: not known), and how fast each worker is.
migrate(
  app => {
    const queue = app.findCollectionByNameOrId('global_queue')
    queue.fields.add(new NumberField({ name: 'source_seconds', min: 0 }))
    app.save(queue)
    const workers = app.findCollectionByNameOrId('workers')
    workers.fields.add(new NumberField({ name: 'fixed_seconds', min: 0 }))
    workers.fields.add(new NumberField({ name: 'seconds_per_source_second', min: 0 }))
    app.save(workers)
  },
  app => {
    const queue = app.findCollectionByNameOrId('global_queue')
    queue.fields.removeByName('source_seconds')
    app.save(queue)
    const workers = app.findCollectionByNameOrId('workers')
    workers.fields.removeByName('fixed_seconds')
    workers.fields.removeByName('seconds_per_source_second')
    app.save(workers)
  },
)
