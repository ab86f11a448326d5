/// <reference path="../pb_data/types.d.ts" />

// The switch of the whole queue, for the admin panel: one row. While it is paused no conversion is given out; those that run are finished.
migrate(
  app => {
    app.save(new Collection({
      type: 'base', name: 'queue_pause', listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null,
      fields: [
        { type: 'text', name: 'name', max: 10, required: true, presentable: true },
        { type: 'bool', name: 'is_paused', help: 'While this is on, no conversion begins anywhere; those that run are finished, and mails are still sent.' },
        { type: 'autodate', name: 'updated', onCreate: true, onUpdate: true },
      ],
      indexes: ['CREATE UNIQUE INDEX idx_queue_pause_name ON queue_pause (name)'],
    }))
    app.save(new Record(app.findCollectionByNameOrId('queue_pause'), { name: 'queue', is_paused: false }))
  },
  app => app.delete(app.findCollectionByNameOrId('queue_pause')),
)
